import type { TextRange } from '../document/analysis.ts';

/** The innermost step that is written around a place of the text. */
export function stepAt(places: ReadonlyMap<string, TextRange>, offset: number): string | undefined {
  let found: string | undefined;
  let length = Number.POSITIVE_INFINITY;
  for (const [id, { from, to }] of places) {
    if (offset < from || offset > to || to - from >= length) continue;
    found = id;
    length = to - from;
  }
  return found;
}
