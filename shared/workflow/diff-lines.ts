/** Lines `from`–`to` of the old text, which are lines `newFrom`–`newTo` of the new one; the ends are exclusive. */
export interface LineHunk {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** Beyond so many different lines, where the texts are alike in between is no longer looked for. */
const MAX_DIFFERENCES = 500;

/** Where two lists of lines differ, by the fewest lines (Myers, An O(ND) Difference Algorithm). */
export function diffLines(before: readonly string[], after: readonly string[]): LineHunk[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const shortest = Math.min(before.length, after.length) - head;
  while (tail < shortest && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  if (old.length === 0 && now.length === 0) return [];
  const whole: LineHunk = { from: 0, to: old.length, newFrom: 0, newTo: now.length };
  const hunks = old.length === 0 || now.length === 0 ? [whole] : (findHunks(old, now) ?? [whole]);
  return hunks.map(({ from, to, newFrom, newTo }) => ({
    from: from + head,
    to: to + head,
    newFrom: newFrom + head,
    newTo: newTo + head,
  }));
}

/** Undefined when the texts differ too much. */
function findHunks(before: readonly string[], after: readonly string[]): LineHunk[] | undefined {
  const most = Math.min(MAX_DIFFERENCES, before.length + after.length);
  // furthest[diagonal] is how far into `before` a way of so many differences can come; one list for each number of differences.
  const trace: Map<number, number>[] = [];
  let furthest = new Map([[1, 0]]);
  for (let differences = 0; differences <= most; differences++) {
    const next = new Map<number, number>();
    trace.push(furthest);
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let x = startOn(diagonal, differences, furthest);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      next.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return walkBack(trace, before.length, after.length);
    }
    furthest = next;
  }
  return undefined;
}

function startOn(diagonal: number, differences: number, furthest: ReadonlyMap<number, number>): number {
  const fromAbove = furthest.get(diagonal + 1) ?? -1;
  const fromLeft = furthest.get(diagonal - 1) ?? -1;
  return diagonal === -differences || (diagonal !== differences && fromLeft < fromAbove) ? fromAbove : fromLeft + 1;
}

function walkBack(trace: readonly ReadonlyMap<number, number>[], oldLength: number, newLength: number): LineHunk[] {
  const hunks: LineHunk[] = [];
  let x = oldLength;
  let y = newLength;
  for (let differences = trace.length - 1; differences > 0; differences--) {
    const furthest = trace[differences] ?? new Map<number, number>();
    const diagonal = x - y;
    const isDown =
      diagonal === -differences || (diagonal !== differences && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1));
    const previous = isDown ? diagonal + 1 : diagonal - 1;
    const fromX = furthest.get(previous) ?? 0;
    const fromY = fromX - previous;
    const [toX, toY] = isDown ? [fromX, fromY + 1] : [fromX + 1, fromY];
    const next = hunks[0];
    if (next !== undefined && next.from === toX && next.newFrom === toY) hunks[0] = { ...next, from: fromX, newFrom: fromY };
    else hunks.unshift({ from: fromX, to: toX, newFrom: fromY, newTo: toY });
    x = fromX;
    y = fromY;
  }
  return hunks;
}
