import type { ListGraph } from './layout.ts';

/**
 * The list, cut at every step that all ways pass: nothing stands beside such a step and no edge goes past it. Each piece holds the steps from
 * one cut to the next, both included, so that pieces can be arranged by themselves and joined at the steps that they share.
 * A list whose steps wait for each other in a circle stays whole.
 */
export function segmentsOf(list: ListGraph): ListGraph[] {
  const order = orderOf(list);
  if (order === undefined) return [list];
  const bounds = boundsOf(order, list);
  return bounds.length < 2 ? [list] : cutAt(bounds, order, list);
}

/** In one pass over the list: there may be hundreds of pieces. */
function cutAt(bounds: readonly number[], order: readonly Placed[], { nodes, edges }: ListGraph): ListGraph[] {
  const pieces = bounds.slice(1).map(() => ({ nodes: [] as ListGraph['nodes'][number][], edges: [] as ListGraph['edges'][number][] }));
  /** The piece that begins at or before the step, by the step's id. */
  const pieceOf = new Map<string, number>();
  let piece = 0;
  for (const [index, { id }] of order.entries()) {
    if (index === bounds[piece + 1]) piece++;
    pieceOf.set(id, piece);
  }
  const starts = new Set(bounds.map((bound) => order[bound]?.id));
  for (const node of nodes) {
    const own = pieceOf.get(node.id) ?? 0;
    // A cut ends one piece and begins the next.
    if (starts.has(node.id)) pieces[own - 1]?.nodes.push(node);
    pieces[own]?.nodes.push(node);
  }
  for (const edge of edges) pieces[pieceOf.get(edge.from) ?? 0]?.edges.push(edge);
  return pieces;
}

/** The cuts by their places in the order, and both its ends. */
function boundsOf(order: readonly Placed[], { edges }: ListGraph): number[] {
  const place = new Map(order.map(({ id }, index) => [id, index]));
  const reach = order.map(() => -1);
  for (const { from, to } of edges) {
    const start = place.get(from) ?? 0;
    reach[start] = Math.max(reach[start] ?? -1, place.get(to) ?? -1);
  }
  const cuts: number[] = [];
  // Of all edges that begin before the place.
  let farthest = -1;
  for (const [index, { level }] of order.entries()) {
    const isAlone = order[index - 1]?.level !== level && order[index + 1]?.level !== level;
    if (isAlone && farthest <= index) cuts.push(index);
    farthest = Math.max(farthest, reach[index] ?? -1);
  }
  return cuts.length === 0 ? [] : [...new Set([0, ...cuts, order.length - 1])];
}

interface Placed {
  readonly id: string;
  /** The longest way from a step that waits for nothing. */
  readonly level: number;
}

/** By level, those of one level in the order of the list. Undefined where there is a circle. */
function orderOf({ nodes, edges }: ListGraph): Placed[] | undefined {
  const waitsFor = new Map(nodes.map(({ id }) => [id, 0]));
  for (const { to } of edges) waitsFor.set(to, (waitsFor.get(to) ?? 0) + 1);
  const onward = Map.groupBy(edges, ({ from }) => from);
  const levels = new Map<string, number>();
  const order: Placed[] = nodes.filter(({ id }) => waitsFor.get(id) === 0).map(({ id }) => ({ id, level: 0 }));
  // The order grows while it is walked (Kahn): first in, first out keeps it sorted by level.
  for (const { id, level } of order) {
    for (const { to } of onward.get(id) ?? []) {
      levels.set(to, Math.max(levels.get(to) ?? 0, level + 1));
      const left = (waitsFor.get(to) ?? 0) - 1;
      waitsFor.set(to, left);
      if (left === 0) order.push({ id: to, level: levels.get(to) ?? 0 });
    }
  }
  return order.length === nodes.length ? order : undefined;
}
