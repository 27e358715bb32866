import type { Position, WorkflowEdit } from '../../../shared/workflow/edit/edit.ts';
import { type CanvasNode, isStep } from '../../canvas/canvas-graph.ts';
import { nodeHeight } from '../../canvas/sizes.ts';
import type { Drawing } from '../../canvas/use-layout.ts';

const gapPx = 56;

/**
 * Where everything that stands beside the moved nodes is, each from the inside of its box: written all together, so that one moved step
 * does not drag along those that the layout had placed by it.
 */
export function placesBeside(drawing: Drawing, moved: ReadonlyMap<string, Position>): Record<string, Position> {
  const parents = new Set(drawing.graph.nodes.filter(({ id }) => moved.has(id)).map(({ parent }) => parent));
  return Object.assign({}, ...[...parents].map((parent) => placesIn(drawing, parent, moved)));
}

/** Where everything in the box stands, or on the open canvas. */
export function placesIn(
  { graph, layout }: Drawing,
  parent: string | undefined,
  moved: ReadonlyMap<string, Position> = new Map(),
): Record<string, Position> {
  const places: Record<string, Position> = {};
  for (const node of graph.nodes) {
    if (node.parent !== parent || !isMovable(node)) continue;
    const place = moved.get(node.id) ?? layout.nodes.get(node.id);
    if (place !== undefined) places[node.id] = { x: Math.round(place.x), y: Math.round(place.y) };
  }
  return places;
}

/** The box has places of its own in the document: then a new step belongs where it was put. */
export function isPlaced({ graph }: Drawing, layout: Readonly<Record<string, Position>> | undefined, parent: string | undefined): boolean {
  return layout !== undefined && graph.nodes.some((node) => node.parent === parent && isMovable(node) && layout[node.id] !== undefined);
}

/**
 * Room for a new step between two placed ones: the new step takes the place of the lower one, which moves down with everything that
 * follows it. Undefined where there is room enough.
 */
export function makeRoom(
  drawing: Drawing,
  from: string,
  to: string,
): { readonly position: Position; readonly edits: readonly WorkflowEdit[] } | undefined {
  const { graph, layout } = drawing;
  const [source, target] = [layout.nodes.get(from), layout.nodes.get(to)];
  if (source === undefined || target === undefined) return undefined;
  const free = target.y - (source.y + source.height);
  const position = { x: target.x, y: source.y + source.height + gapPx };
  const missing = nodeHeight + 2 * gapPx - free;
  if (missing <= 0) return { position, edits: [] };
  const positions: Record<string, Position> = {};
  const open = [to];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const rect = layout.nodes.get(id);
    if (rect === undefined || positions[id] !== undefined || id === from) continue;
    positions[id] = { x: Math.round(rect.x), y: Math.round(rect.y + missing) };
    open.push(...graph.edges.filter((edge) => edge.from === id).map((edge) => edge.to));
  }
  return { position, edits: [{ type: 'place', positions }] };
}

function isMovable(node: CanvasNode): boolean {
  return isStep(node) || node.type === 'trigger';
}
