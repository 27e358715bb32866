import type { CanvasGraph, CanvasNode } from './canvas-graph.ts';
import type { Rect } from './rect.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

/**
 * The node that an arrow key leads to. Down follows an edge, goes into a box before past it, and leaves it after its last step; up is the way back.
 * Left and right go to the nearest node at that side.
 */
export function neighbourOf(
  graph: CanvasGraph,
  rects: ReadonlyMap<string, Rect>,
  from: string | undefined,
  to: Direction,
): string | undefined {
  const reachable = graph.nodes.filter(({ type }) => type !== 'lane' && type !== 'area');
  const node = reachable.find(({ id }) => id === from);
  if (node === undefined) return topmost(reachable, rects);
  if (to === 'left' || to === 'right') return beside(node, reachable, rects, to);
  return to === 'down' ? below(node) : above(node);

  function below(current: CanvasNode): string | undefined {
    const inner = childrenOf(current.id).filter(({ id }) => !graph.edges.some((edge) => edge.to === id));
    return topmost(inner, rects) ?? follow(current);
  }

  /** Along an edge; from the last steps of a box, along those of the box. */
  function follow(current: CanvasNode): string | undefined {
    const next = nearest(
      graph.edges.filter((edge) => edge.from === current.id).map((edge) => edge.to),
      current.id,
    );
    if (next !== undefined) return next;
    const box = boxAround(current);
    return box === undefined ? nextComponent(current) : follow(box);
  }

  function above(current: CanvasNode): string | undefined {
    const source = nearest(
      graph.edges.filter((edge) => edge.to === current.id).map((edge) => edge.from),
      current.id,
    );
    if (source === undefined) return boxAround(current)?.id ?? previousComponent(current);
    return lastInside(source);
  }

  function lastInside(id: string): string {
    const last = childrenOf(id).filter((child) => !graph.edges.some((edge) => edge.from === child.id));
    const lowest = [...last].sort((a, b) => bottom(b) - bottom(a))[0];
    return lowest === undefined ? id : lastInside(lowest.id);
  }

  function childrenOf(id: string): CanvasNode[] {
    return reachable.filter(
      ({ parent }) => parent !== undefined && (parent === id || graph.nodes.find((lane) => lane.id === parent)?.parent === id),
    );
  }

  function boxAround({ parent }: CanvasNode): CanvasNode | undefined {
    const holder = graph.nodes.find(({ id }) => id === parent);
    return holder?.type === 'lane' ? graph.nodes.find(({ id }) => id === holder.parent) : holder?.type === 'box' ? holder : undefined;
  }

  /** What stands apart from the rest, such as the steps of `finally`, is reached from the ends. */
  function nextComponent(current: CanvasNode): string | undefined {
    return topmost(
      reachable.filter(({ id }) => !graph.edges.some((edge) => edge.to === id) && top(id) > top(current.id)),
      rects,
    );
  }

  function previousComponent(current: CanvasNode): string | undefined {
    return [...reachable].filter(({ id }) => top(id) < top(current.id)).sort((a, b) => bottom(b) - bottom(a))[0]?.id;
  }

  function nearest(ids: readonly string[], to: string): string | undefined {
    return [...ids].sort((a, b) => Math.abs(middle(a) - middle(to)) - Math.abs(middle(b) - middle(to)))[0];
  }

  function middle(id: string): number {
    const rect = rects.get(id);
    return rect === undefined ? 0 : rect.x + rect.width / 2;
  }

  function top(id: string): number {
    return rects.get(id)?.y ?? 0;
  }

  function bottom({ id }: CanvasNode): number {
    const rect = rects.get(id);
    return rect === undefined ? 0 : rect.y + rect.height;
  }
}

function topmost(nodes: readonly CanvasNode[], rects: ReadonlyMap<string, Rect>): string | undefined {
  const at = ({ id }: CanvasNode): Rect => rects.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
  return [...nodes].sort((a, b) => at(a).y - at(b).y || at(a).x - at(b).x)[0]?.id;
}

function beside(
  from: CanvasNode,
  nodes: readonly CanvasNode[],
  rects: ReadonlyMap<string, Rect>,
  to: 'left' | 'right',
): string | undefined {
  const own = rects.get(from.id);
  if (own === undefined) return undefined;
  const distances = nodes.flatMap(({ id }) => {
    const rect = rects.get(id);
    if (rect === undefined || id === from.id) return [];
    const aside = to === 'right' ? rect.x - (own.x + own.width) : own.x - (rect.x + rect.width);
    if (aside < -4) return [];
    // What is on the same height is nearer than what is only close.
    return [{ id, distance: aside + 3 * Math.abs(rect.y + rect.height / 2 - (own.y + own.height / 2)) }];
  });
  return distances.sort((a, b) => a.distance - b.distance)[0]?.id;
}
