import type { Viewport } from '@xyflow/react';
import { absoluteRects } from './absolute-rects.ts';
import type { CanvasGraph } from './canvas-graph.ts';
import type { CanvasLayout } from './layout.ts';
import { boundsOf } from './rect.ts';
import { nodeHeight, nodeWidth, type Size } from './sizes.ts';

const marginPx = 36;
/** Smaller, and the words on the cards cannot be read. */
const readableZoom = 0.6;

/** Everything, where that can be read; else the beginning. `topPx` stay free at the top. */
export function firstViewport(graph: CanvasGraph, layout: CanvasLayout, space: Size, topPx: number): Viewport {
  const rects = absoluteRects(graph, layout);
  // Before the first step, where that will come.
  const bounds = rects.size === 0 ? { x: 0, y: 0, width: nodeWidth, height: nodeHeight } : boundsOf([...rects.values()]);
  const whole = Math.min((space.width - 2 * marginPx) / bounds.width, (space.height - topPx - marginPx) / bounds.height);
  if (whole >= readableZoom) {
    const zoom = Math.min(1, whole);
    return {
      x: (space.width - bounds.width * zoom) / 2 - bounds.x * zoom,
      y: topOf(bounds.height * zoom, space, topPx) - bounds.y * zoom,
      zoom,
    };
  }
  const zoom = Math.max(readableZoom, Math.min(0.85, (space.width - 2 * marginPx) / bounds.width));
  const firstRow = boundsOf([...rects.values()].filter(({ y }) => y - bounds.y < 1));
  // What is too wide begins with its beginning in the middle; where that is too wide itself, as a box can be, at its left edge.
  const { x, width } = bounds.width * zoom <= space.width ? bounds : firstRow;
  const left = Math.max(marginPx, (space.width - width * zoom) / 2);
  return { x: left - x * zoom, y: topPx - bounds.y * zoom, zoom };
}

/** A little above the middle; what is short begins near the top rather than hanging in the air. */
function topOf(height: number, space: Size, topPx: number): number {
  return Math.max(topPx, Math.min((space.height - height) / 2, 96));
}
