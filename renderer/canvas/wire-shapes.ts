import type { Position } from '../../shared/workflow/edit/edit.ts';
import type { CanvasEdge, CanvasGraph } from './canvas-graph.ts';
import { isStep } from './canvas-graph.ts';
import type { CanvasLayout } from './layout.ts';
import { portX } from './ports.ts';
import type { Rect } from './rect.ts';
import { wirePath } from './wire-path.ts';

/** An edge of the document, and the corners of its line on the canvas. */
export interface WireShape {
  readonly edge: CanvasEdge;
  readonly points: readonly Position[];
}

/** The lines of all edges but those of triggers, which are no edges of the document. */
export function wireShapes(graph: CanvasGraph, layout: CanvasLayout, rects: ReadonlyMap<string, Rect>): WireShape[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.edges.flatMap((edge) => {
    const [node, from, to] = [byId.get(edge.from), rects.get(edge.from), rects.get(edge.to)];
    if (edge.kind === 'trigger' || !isStep(node) || from === undefined || to === undefined) return [];
    const port = node.ports.find(({ id }) => id === edge.port) ?? { share: 0.5, offset: 0 };
    const start = { x: from.x + portX(port, from.width), y: from.y + from.height };
    const end = { x: to.x + to.width / 2, y: to.y };
    return [{ edge, points: wirePath(start, end, layout.routes.get(edge.id)).points }];
  });
}
