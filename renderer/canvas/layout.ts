import type { Position } from '../../shared/workflow/edit/edit.ts';
import type { CanvasEdge, CanvasGraph, CanvasNode } from './canvas-graph.ts';
import { isStep } from './canvas-graph.ts';
import { laneRows } from './lane-rows.ts';
import { placeAround } from './place-around.ts';
import { portX } from './ports.ts';
import { boundsOf, type Rect } from './rect.ts';
import { areaHeaderHeight, boxPadding, emptyHeight, headerHeight, laneHeaderHeight, leafSize, nodeWidth, type Size } from './sizes.ts';

/** Where everything stands, each node from the inside of its parent; and how edges run, each point from where its edge begins. */
export interface CanvasLayout {
  readonly nodes: ReadonlyMap<string, Rect>;
  readonly routes: ReadonlyMap<string, readonly Position[]>;
}

/** The nodes of one list, for a layout algorithm. Ports are in pixels from the left edge. */
export interface ListGraph {
  readonly nodes: readonly (Size & { readonly id: string; readonly ports: Readonly<Record<string, number>> })[];
  readonly edges: readonly { readonly id: string; readonly from: string; readonly to: string; readonly port: string }[];
}

export interface Arranged {
  readonly positions: ReadonlyMap<string, Position>;
  readonly routes: ReadonlyMap<string, readonly Position[]>;
}

export type Arrange = (list: ListGraph) => Promise<Arranged>;

/** Gap between the workflow's steps and those of `finally`. */
const areaGap = 64;

/**
 * What the document places stands where it says, from the inside of its box; the rest is arranged around that.
 * Lists are arranged from the inside outwards, because a box is as large as what it holds.
 */
export async function layOut(graph: CanvasGraph, placed: Readonly<Record<string, Position>>, arrange: Arrange): Promise<CanvasLayout> {
  const nodes = new Map<string, Rect>();
  const routes = new Map<string, readonly Position[]>();
  const children = Map.groupBy(graph.nodes, (node) => node.parent ?? '');
  const parentOf = new Map(graph.nodes.map(({ id, parent }) => [id, parent ?? '']));
  const edges = Map.groupBy(graph.edges, ({ to }) => parentOf.get(to) ?? '');

  const sizeOf = async (node: CanvasNode): Promise<Size> => {
    if (node.type === 'step' || node.type === 'trigger') return leafSize(node);
    if (node.type === 'box' && node.hasLanes) return layOutLanes(node);
    const header = node.type === 'box' ? headerHeight : node.type === 'lane' ? laneHeaderHeight : areaHeaderHeight;
    return layOutInside(node.id, header);
  };

  const layOutInside = async (parent: string, header: number): Promise<Size> => {
    const inside = await layOutList(parent);
    if (inside.length === 0) return { width: nodeWidth + 2 * boxPadding, height: header + emptyHeight + boxPadding };
    const bounds = boundsOf(inside.map(([, rect]) => rect));
    for (const [id, rect] of inside) {
      nodes.set(id, { ...rect, x: rect.x - bounds.x + boxPadding, y: rect.y - bounds.y + header });
    }
    return { width: Math.max(bounds.width, nodeWidth) + 2 * boxPadding, height: bounds.height + header + boxPadding };
  };

  const layOutLanes = async (box: CanvasNode): Promise<Size> => {
    const lanes = children.get(box.id) ?? [];
    const sizes = await Promise.all(lanes.map(sizeOf));
    const rects = laneRows(sizes);
    for (const [index, lane] of lanes.entries()) {
      const { x, y, ...size } = rects[index] ?? { x: 0, y: 0, ...leafFallback };
      nodes.set(lane.id, { x: x + boxPadding, y: y + headerHeight, ...size });
    }
    const { width, height } = rects.length === 0 ? { width: 0, height: 0 } : boundsOf(rects);
    return { width: Math.max(width + 2 * boxPadding, nodeWidth), height: headerHeight + height + boxPadding };
  };

  const layOutList = async (parent: string): Promise<[string, Rect][]> => {
    const members = (children.get(parent) ?? []).filter((node) => node.type !== 'area' && node.type !== 'lane');
    if (members.length === 0) return [];
    const sizes = new Map(await Promise.all(members.map(async (node) => [node.id, await sizeOf(node)] as const)));
    const own = edges.get(parent) ?? [];
    const fixed = new Map(members.flatMap(({ id }) => (placed[id] === undefined ? [] : [[id, placed[id]] as const])));
    const arranged = fixed.size === members.length ? undefined : await arrange(listGraph(members, own, sizes));
    for (const [id, route] of arranged?.routes ?? []) routes.set(id, route);
    const positions = arranged === undefined ? fixed : placeAround(arranged.positions, fixed, sizes, own);
    return members.map(({ id }) => [id, { ...(positions.get(id) ?? { x: 0, y: 0 }), ...(sizes.get(id) ?? leafFallback) }]);
  };

  const main = await layOutList('');
  for (const [id, rect] of main) nodes.set(id, rect);
  const area = graph.nodes.find((node) => node.type === 'area');
  if (area !== undefined) {
    const bounds = boundsOf(main.map(([, rect]) => rect));
    const size = await sizeOf(area);
    nodes.set(area.id, { x: bounds.x + (bounds.width - size.width) / 2, y: bounds.y + bounds.height + areaGap, ...size });
  }
  return { nodes, routes };
}

/** Whether all that a layout depends on is the same: nodes, what holds them, their sizes, and where edges begin and end. */
export function hasSameShape(one: CanvasGraph, other: CanvasGraph): boolean {
  return (
    one === other ||
    (one.nodes.length === other.nodes.length &&
      one.edges.length === other.edges.length &&
      one.nodes.every((node, index) => isSameNode(node, other.nodes[index])) &&
      one.edges.every((edge, index) => isSameEdge(edge, other.edges[index])))
  );
}

function isSameNode(one: CanvasNode, other: CanvasNode | undefined): boolean {
  if (one === other) return true;
  if (other === undefined || one.id !== other.id || one.type !== other.type || one.parent !== other.parent) return false;
  if (one.type === 'box' && other.type === 'box' && one.hasLanes !== other.hasLanes) return false;
  return !isStep(one) || !isStep(other) || JSON.stringify(one.ports) === JSON.stringify(other.ports);
}

function isSameEdge(one: CanvasEdge, other: CanvasEdge | undefined): boolean {
  return one === other || (one.id === other?.id && one.from === other.from && one.to === other.to && one.port === other.port);
}

const leafFallback: Size = { width: nodeWidth, height: emptyHeight };

function listGraph(members: readonly CanvasNode[], edges: readonly CanvasEdge[], sizes: ReadonlyMap<string, Size>): ListGraph {
  return {
    nodes: members.map((node) => {
      const size = sizes.get(node.id) ?? leafFallback;
      const ports = isStep(node)
        ? Object.fromEntries(node.ports.filter((port) => port.isUsed).map((port) => [port.id, portX(port, size.width)]))
        : { success: size.width / 2 };
      return { id: node.id, ...size, ports };
    }),
    edges: edges.map(({ id, from, to, port }) => ({ id, from, to, port })),
  };
}
