import type { ELK, ElkNode } from 'elkjs/lib/elk-api.js';
import type { Position } from '../../shared/workflow/edit/edit.ts';
import { layerGap } from './arrange-in-segments.ts';
import type { Arrange, Arranged, ListGraph } from './layout.ts';

const keptLists = 300;

/** Arranges in layers from top to bottom. A list that has been arranged before is answered from memory. */
export function createArrange(elk: Pick<ELK, 'layout'>): Arrange {
  const known = new Map<string, Promise<Arranged>>();
  return async (named) => {
    // Two lists of one shape are arranged alike, whatever their steps are called.
    const list = nameless(named);
    const key = JSON.stringify(list);
    const arranged = known.get(key) ?? elk.layout(elkGraphOf(list)).then((answer) => read(answer));
    known.delete(key);
    known.set(key, arranged);
    const [oldest] = known.keys();
    if (known.size > keptLists && oldest !== undefined) known.delete(oldest);
    const { positions, routes } = await arranged;
    return {
      positions: new Map(named.nodes.map(({ id }, index) => [id, positions.get(String(index)) ?? { x: 0, y: 0 }])),
      routes: new Map(named.edges.flatMap(({ id }, index) => withKey(id, routes.get(String(index))))),
    };
  };
}

function nameless({ nodes, edges }: ListGraph): ListGraph {
  const names = new Map(nodes.map(({ id }, index) => [id, String(index)]));
  return {
    nodes: nodes.map((node, index) => ({ ...node, id: String(index) })),
    edges: edges.map(({ from, to, port }, index) => ({ id: String(index), from: names.get(from) ?? from, to: names.get(to) ?? to, port })),
  };
}

function withKey<T>(key: string, value: T | undefined): [string, T][] {
  return value === undefined ? [] : [[key, value]];
}

function elkGraphOf(list: ListGraph): ElkNode {
  return {
    id: '',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
      'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
      'elk.layered.nodePlacement.favorStraightEdges': 'true',
      'elk.layered.spacing.nodeNodeBetweenLayers': String(layerGap),
      'elk.spacing.nodeNode': '40',
      'elk.spacing.edgeNode': '24',
      'elk.layered.spacing.edgeNodeBetweenLayers': '22',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '14',
      'elk.spacing.componentComponent': '56',
      'elk.padding': '[top=0,left=0,bottom=0,right=0]',
    },
    children: list.nodes.map(({ id, width, height, ports }) => ({
      id,
      width,
      height,
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: [
        { id: `in:${id}`, x: width / 2, y: 0, width: 0, height: 0, layoutOptions: { 'elk.port.side': 'NORTH' } },
        ...Object.entries(ports).map(([port, x]) => ({
          id: `${port}:${id}`,
          x,
          y: height,
          width: 0,
          height: 0,
          layoutOptions: { 'elk.port.side': 'SOUTH' },
        })),
      ],
    })),
    edges: list.edges.map(({ id, from, to, port }) => ({ id, sources: [`${port}:${from}`], targets: [`in:${to}`] })),
  };
}

function read(answer: ElkNode): Arranged {
  const positions = new Map(answer.children?.map(({ id, x = 0, y = 0 }) => [id, { x: Math.round(x), y: Math.round(y) }]));
  const routes = new Map<string, readonly Position[]>();
  for (const { id, sections } of answer.edges ?? []) {
    const section = sections?.[0];
    if (section === undefined) continue;
    const { startPoint, bendPoints = [], endPoint } = section;
    routes.set(
      id,
      [startPoint, ...bendPoints, endPoint].map(({ x, y }) => ({ x: x - startPoint.x, y: y - startPoint.y })),
    );
  }
  return { positions, routes };
}
