import type { Position } from '../../../shared/workflow/edit/edit.ts';
import { type CanvasGraph, type CanvasNode, listInside } from '../../canvas/canvas-graph.ts';
import type { Rect } from '../../canvas/rect.ts';
import type { WireShape } from '../../canvas/wire-shapes.ts';

/** The innermost box, lane or area around the point that can hold steps; none of the excluded ones, nor what stands in them. */
export function containerAt(
  graph: CanvasGraph,
  rects: ReadonlyMap<string, Rect>,
  point: Position,
  excluded: ReadonlySet<string> = new Set(),
): CanvasNode | undefined {
  const out = new Set(excluded);
  let found: CanvasNode | undefined;
  // An outer node stands before those inside it, so that the last one that holds the point is the innermost.
  for (const node of graph.nodes) {
    if (node.parent !== undefined && out.has(node.parent)) out.add(node.id);
    const rect = rects.get(node.id);
    if (out.has(node.id) || rect === undefined || listInside(node) === undefined) continue;
    if (isInside(rect, point)) found = node;
  }
  return found;
}

/** The wire that passes nearest to the point, if it is within reach. */
export function wireAt(shapes: readonly WireShape[], point: Position, reach: number): WireShape | undefined {
  let best: WireShape | undefined;
  let nearest = reach;
  for (const shape of shapes) {
    for (const [index, end] of shape.points.entries()) {
      const start = shape.points[index - 1];
      if (start === undefined) continue;
      const distance = distanceToPiece(point, start, end);
      if (distance <= nearest) {
        nearest = distance;
        best = shape;
      }
    }
  }
  return best;
}

/** The wires that a stroke goes across. */
export function wiresAcross(shapes: readonly WireShape[], stroke: readonly Position[]): WireShape[] {
  return shapes.filter(({ points }) =>
    points.some((end, index) => {
      const start = points[index - 1];
      return start !== undefined && stroke.some((b, at) => at > 0 && cross(start, end, stroke[at - 1] ?? b, b));
    }),
  );
}

function isInside({ x, y, width, height }: Rect, point: Position): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

function distanceToPiece(point: Position, start: Position, end: Position): number {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - start.x) * dx + (point.y - start.y) * dy) / squared));
  return Math.hypot(point.x - start.x - along * dx, point.y - start.y - along * dy);
}

function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function side(a: Position, b: Position, point: Position): number {
  return Math.sign((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x));
}
