import { diffLines } from '../diff-lines.ts';

/**
 * A person's script with the changes between two canonical ones: lines that say the same keep the way they were written. Undefined where
 * what changed was written too differently.
 */
export function mergeScript(written: string, before: string, after: string): string | undefined {
  const [own, old, now] = [written, before, after].map((text) => text.split(/\r?\n/)) as [string[], string[], string[]];
  const bare = (lines: readonly string[]): string[] => lines.map((line) => line.trim());
  // Which line of the person's stands for which of the canonical one.
  const places = matchLines(bare(own), bare(old));
  const made: string[] = [];
  let taken = 0;
  for (const { from, to, newFrom, newTo } of diffLines(old, now)) {
    const start = placeOf(places, from, own.length);
    const end = from === to ? start : placeAfter(places, to - 1);
    if (start === undefined || end === undefined || start < taken || end < start) return undefined;
    made.push(...own.slice(taken, start), ...now.slice(newFrom, newTo));
    taken = end;
  }
  made.push(...own.slice(taken));
  return made.join(written.includes('\r\n') ? '\r\n' : '\n');
}

/** By the index of a line of `old`, that of the same line in `own`; undefined where there is none. */
function matchLines(own: readonly string[], old: readonly string[]): (number | undefined)[] {
  const places: (number | undefined)[] = [];
  let at = 0;
  let oldAt = 0;
  for (const { from, to, newFrom, newTo } of [
    ...diffLines(own, old),
    { from: own.length, to: own.length, newFrom: old.length, newTo: old.length },
  ]) {
    while (oldAt < newFrom && at < from) places[oldAt++] = at++;
    at = to;
    while (oldAt < newTo) places[oldAt++] = undefined;
  }
  return places;
}

function placeOf(places: readonly (number | undefined)[], line: number, end: number): number | undefined {
  return line >= places.length ? end : places[line];
}

function placeAfter(places: readonly (number | undefined)[], line: number): number | undefined {
  const place = places[line];
  return place === undefined ? undefined : place + 1;
}
