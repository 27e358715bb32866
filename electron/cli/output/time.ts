import { formatDuration } from '../../../shared/lib/duration.ts';

/** `just now`, `3 min ago`, `in 2 h`; beyond a week the date and time of day. `iso` is ISO 8601, `nowMs` since the epoch. */
export function relativeTime(iso: string, nowMs: number): string {
  const difference = nowMs - Date.parse(iso);
  const distance = Math.abs(difference);
  if (distance < 1000) return 'just now';
  if (distance > 7 * 86_400_000) return localTime(iso);
  const [size, unit] = unitOf(distance);
  const amount = `${Math.floor(distance / size)} ${unit}`;
  return difference > 0 ? `${amount} ago` : `in ${amount}`;
}

/** `2026-11-20 09:41:12`, in the machine's zone. */
export function localTime(iso: string): string {
  const time = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

export function durationText(durationMs: number | null): string {
  return durationMs === null ? '' : formatDuration(durationMs);
}

function unitOf(distance: number): readonly [number, string] {
  if (distance < 60_000) return [1000, 's'];
  if (distance < 3_600_000) return [60_000, 'min'];
  if (distance < 86_400_000) return [3_600_000, 'h'];
  return [86_400_000, 'd'];
}
