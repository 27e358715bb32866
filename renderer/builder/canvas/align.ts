import type { Position } from '../../../shared/workflow/edit/edit.ts';
import { boundsOf, type Rect } from '../../canvas/rect.ts';

export const alignments = ['left', 'center', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];

/** Where the nodes stand when they are brought to one line of the rectangle around them all. */
export function align(rects: ReadonlyMap<string, Rect>, to: Alignment): Map<string, Position> {
  const bounds = boundsOf([...rects.values()]);
  return new Map([...rects].map(([id, rect]) => [id, aligned(rect, bounds, to)]));
}

function aligned({ x, y, width, height }: Rect, bounds: Rect, to: Alignment): Position {
  switch (to) {
    case 'left':
      return { x: bounds.x, y };
    case 'center':
      return { x: bounds.x + (bounds.width - width) / 2, y };
    case 'right':
      return { x: bounds.x + bounds.width - width, y };
    case 'top':
      return { x, y: bounds.y };
    case 'middle':
      return { x, y: bounds.y + (bounds.height - height) / 2 };
    case 'bottom':
      return { x, y: bounds.y + bounds.height - height };
  }
}

/** The first and the last stay; those between them stand with equal gaps. Fewer than three stay as they are. */
export function distribute(rects: ReadonlyMap<string, Rect>, along: 'across' | 'down'): Map<string, Position> {
  const start = ({ x, y }: Rect): number => (along === 'across' ? x : y);
  const length = ({ width, height }: Rect): number => (along === 'across' ? width : height);
  const ordered = [...rects].sort(([, a], [, b]) => start(a) - start(b));
  const [first, last] = [ordered[0]?.[1], ordered.at(-1)?.[1]];
  if (first === undefined || last === undefined || ordered.length < 3) return new Map([...rects].map(([id, { x, y }]) => [id, { x, y }]));
  const filled = ordered.reduce((sum, [, rect]) => sum + length(rect), 0);
  const gap = (start(last) + length(last) - start(first) - filled) / (ordered.length - 1);
  const places = new Map<string, Position>();
  let at = start(first);
  for (const [id, rect] of ordered) {
    places.set(id, along === 'across' ? { x: at, y: rect.y } : { x: rect.x, y: at });
    at += length(rect) + gap;
  }
  return places;
}
