import type { EdgeCondition, EdgeRef, Position, StepList, WorkflowEdit } from '../../../shared/workflow/edit/edit.ts';
import type { StepDocument } from '../../../shared/workflow/schema.ts';
import { type CanvasGraph, isStep, listInside } from '../../canvas/canvas-graph.ts';
import type { Drawing } from '../../canvas/use-layout.ts';
import { edgeRefOf } from './edge-ref.ts';
import { isPlaced, makeRoom, placesIn } from './places.ts';

/** Where a new step goes. `position`: where a person has put it, from the inside of its box; then its neighbours keep their places too. */
export type AddPlace =
  | { readonly type: 'after'; readonly from: string; readonly on: EdgeCondition; readonly position?: Position }
  | { readonly type: 'on-edge'; readonly edge: EdgeRef; readonly position?: Position }
  | { readonly type: 'in-list'; readonly list: StepList; readonly isAlone: boolean; readonly position?: Position };

/** Where a person who has chosen this means: on the chosen edge, in the chosen empty box, after the chosen step, else at the end. */
export function placeFor(graph: CanvasGraph, selection: ReadonlySet<string>, selectedEdges: ReadonlySet<string>): AddPlace {
  const edge = graph.edges.find(({ id }) => selectedEdges.has(id));
  const ref = edge === undefined ? undefined : edgeRefOf(edge);
  if (ref !== undefined) return { type: 'on-edge', edge: ref };
  const chosen = [...selection].at(-1);
  const node = graph.nodes.find(({ id }) => id === chosen);
  if (!isStep(node)) return { type: 'in-list', list: { of: 'workflow' }, isAlone: false };
  if (node.type === 'box' && !node.hasLanes && node.isEmpty)
    return { type: 'in-list', list: { of: 'loop', step: node.id }, isAlone: false };
  const lane = graph.nodes.find(({ type, parent }) => type === 'lane' && parent === node.id);
  if (lane?.type === 'lane' && lane.isEmpty) return { type: 'in-list', list: listInside(lane) ?? node.list, isAlone: false };
  return placeAfter(graph, node.id, node.kind === 'if' ? 'true' : 'success');
}

/** After the step: between it and the one that follows, where that is a single one; else as one more that follows. */
export function placeAfter(graph: CanvasGraph, from: string, on: EdgeCondition): AddPlace {
  const onward = graph.edges.filter((edge) => edge.from === from).flatMap((edge) => edgeRefOf(edge) ?? []);
  const same = onward.filter((edge) => edge.on === on);
  const [only] = same;
  return only !== undefined && same.length === 1 ? { type: 'on-edge', edge: only } : { type: 'after', from, on };
}

/** The new step, and what has to be written so that it stands where it should among steps that have places. */
export function addEdits(
  drawing: Drawing,
  layout: Readonly<Record<string, Position>> | undefined,
  step: StepDocument,
  place: AddPlace,
): WorkflowEdit[] {
  const parent = parentOf(drawing.graph, place);
  if (place.type === 'on-edge' && isPlaced(drawing, layout, parent)) {
    const room = makeRoom(drawing, place.edge.from, place.edge.to);
    if (room !== undefined) return [...room.edits, addEdit(drawing.graph, step, { ...place, position: room.position })];
  }
  const edit = addEdit(drawing.graph, step, place);
  if (place.position === undefined) return [edit];
  const positions = placesIn(drawing, parent);
  return Object.keys(positions).length === 0 ? [edit] : [{ type: 'place', positions }, edit];
}

function parentOf({ nodes }: CanvasGraph, place: AddPlace): string | undefined {
  if (place.type !== 'in-list') return nodes.find(({ id }) => id === (place.type === 'after' ? place.from : place.edge.to))?.parent;
  return nodes.find((node) => JSON.stringify(listInside(node)) === JSON.stringify(place.list))?.id;
}

export function addEdit(graph: CanvasGraph, step: StepDocument, place: AddPlace): WorkflowEdit {
  const position = place.position === undefined ? {} : { position: place.position };
  if (place.type === 'on-edge') return { type: 'splice-step', step, edge: place.edge, ...position };
  if (place.type === 'in-list') return { type: 'add-step', step, list: place.list, ...(place.isAlone ? { after: [] } : {}), ...position };
  const source = graph.nodes.find(({ id }) => id === place.from);
  const list: StepList = isStep(source) ? source.list : { of: 'workflow' };
  const index = isStep(source) ? { index: source.index + 1 } : {};
  return { type: 'add-step', step, list, ...index, after: [{ from: place.from, on: place.on }], ...position };
}
