import type { CanvasGraph } from './canvas-graph.ts';
import type { CanvasLayout } from './layout.ts';
import type { Rect } from './rect.ts';

/** Where every node stands on the canvas, not from the inside of its parent. */
export function absoluteRects(graph: CanvasGraph, layout: CanvasLayout): Map<string, Rect> {
  const rects = new Map<string, Rect>();
  // A parent stands before what it holds.
  for (const { id, parent } of graph.nodes) {
    const own = layout.nodes.get(id);
    const outer = parent === undefined ? { x: 0, y: 0 } : rects.get(parent);
    if (own !== undefined && outer !== undefined) rects.set(id, { ...own, x: own.x + outer.x, y: own.y + outer.y });
  }
  return rects;
}
