import type { Position } from '../../shared/workflow/edit/edit.ts';
import { overlaps, type Rect } from './rect.ts';
import type { Size } from './sizes.ts';

const gap = 40;

/**
 * Puts what has no place yet beside its nearest placed neighbour, as far from it as the arrangement has them apart,
 * and out of the way of what stands there: below it, or above it where it leads to a placed node.
 */
export function placeAround(
  arranged: ReadonlyMap<string, Position>,
  fixed: ReadonlyMap<string, Position>,
  sizes: ReadonlyMap<string, Size>,
  edges: readonly { readonly from: string; readonly to: string }[],
): Map<string, Position> {
  if (fixed.size === 0) return new Map(arranged);
  const positions = new Map(fixed);
  const sources = Map.groupBy(edges, ({ to }) => to);
  const targets = Map.groupBy(edges, ({ from }) => from);
  const open = [...arranged.keys()].filter((id) => !fixed.has(id));
  while (open.length > 0) {
    const index = Math.max(
      0,
      open.findIndex((id) => isBeside(id)),
    );
    const [id = ''] = open.splice(index, 1);
    const source = sources.get(id)?.find(({ from }) => positions.has(from))?.from;
    const target = targets.get(id)?.find(({ to }) => positions.has(to))?.to;
    positions.set(id, clear(id, beside(id, source ?? target), source === undefined && target !== undefined ? -1 : 1));
  }
  return positions;

  function isBeside(id: string): boolean {
    return (sources.get(id) ?? []).some(({ from }) => positions.has(from)) || (targets.get(id) ?? []).some(({ to }) => positions.has(to));
  }

  function beside(id: string, neighbour: string | undefined): Position {
    const own = arranged.get(id) ?? { x: 0, y: 0 };
    const theirs = neighbour === undefined ? undefined : arranged.get(neighbour);
    const at = neighbour === undefined ? undefined : positions.get(neighbour);
    if (theirs === undefined || at === undefined) return own;
    return { x: own.x + at.x - theirs.x, y: own.y + at.y - theirs.y };
  }

  function clear(id: string, wanted: Position, direction: 1 | -1): Position {
    const size = sizes.get(id) ?? { width: 0, height: 0 };
    let place: Rect = { ...wanted, ...size };
    // Each move passes one node that stands in the way, so that it ends.
    for (let moves = 0; moves <= positions.size; moves++) {
      const blocker = rectsOfPlaced().find((rect) => overlaps(rect, place));
      if (blocker === undefined) break;
      place = { ...place, y: direction === 1 ? blocker.y + blocker.height + gap : blocker.y - gap - size.height };
    }
    return { x: place.x, y: place.y };
  }

  function rectsOfPlaced(): Rect[] {
    return [...positions].map(([id, at]) => ({ ...at, ...(sizes.get(id) ?? { width: 0, height: 0 }) }));
  }
}
