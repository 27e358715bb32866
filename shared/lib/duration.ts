const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof UNIT_MS;

const WHOLE = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|[smhdw])/g;

/** `500ms`, `1.5s`, `1h30m`, `2d`; a bare number is milliseconds. Returns milliseconds, or undefined when the text is no duration. */
export function parseDuration(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  const text = value.trim().replaceAll(' ', '');
  if (/^\d+$/.test(text)) return Number(text);
  if (!WHOLE.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(PART)) total += Number(amount) * UNIT_MS[unit as Unit];
  return total;
}

/** For people: `850 ms`, `2.4 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const pair = (big: number, bigName: string, small: number, smallName: string): string => {
    const major = Math.floor(ms / big);
    const minor = Math.floor((ms % big) / small);
    return minor === 0 ? `${major} ${bigName}` : `${major} ${bigName} ${minor} ${smallName}`;
  };
  if (ms < 3_600_000) return pair(60_000, 'min', 1000, 's');
  if (ms < 86_400_000) return pair(3_600_000, 'h', 60_000, 'min');
  return pair(86_400_000, 'd', 3_600_000, 'h');
}
