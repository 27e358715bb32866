import type { Rect } from './rect.ts';
import { laneGap, type Size } from './sizes.ts';

/** So many branches stand beside each other, as one reads them. */
const fewest = 6;
/** What is wider than high by this looks like a window. */
const wanted = 1.8;

/** Where the branches of a box stand, from its first one: in one row, or where they are many in rows of one height each, about as wide as a window. */
export function laneRows(sizes: readonly Size[]): readonly Rect[] {
  if (sizes.length <= fewest) return inRows(sizes, sizes.length);
  let best = inRows(sizes, fewest);
  for (let count = fewest + 1; count <= sizes.length; count++) {
    if (proportion(best) >= wanted) break;
    best = inRows(sizes, count);
  }
  return best;
}

function inRows(sizes: readonly Size[], count: number): readonly Rect[] {
  const rects: Rect[] = [];
  let y = 0;
  for (let start = 0; start < sizes.length; start += count) {
    const row = sizes.slice(start, start + count);
    const height = Math.max(...row.map((size) => size.height));
    let x = 0;
    for (const { width } of row) {
      rects.push({ x, y, width, height });
      x += width + laneGap;
    }
    y += height + laneGap;
  }
  return rects;
}

function proportion(rects: readonly Rect[]): number {
  return Math.max(...rects.map(({ x, width }) => x + width)) / Math.max(...rects.map(({ y, height }) => y + height));
}
