import type { Position } from '../../shared/workflow/edit/edit.ts';
import type { Arrange, Arranged, ListGraph } from './layout.ts';
import { segmentsOf } from './segments.ts';

/** Between one layer and the next; the same as in the layout that `arrange` makes. */
export const layerGap = 56;

/**
 * Arranges the pieces between the steps that all ways pass, and joins them there. A chain needs no layout algorithm at all, and a change in
 * one piece leaves the others as they are.
 */
export function arrangeInSegments(arrange: Arrange): Arrange {
  return async (list) => {
    const pieces = segmentsOf(list);
    return join(list, pieces, await Promise.all(pieces.map((piece) => chained(piece) ?? arrange(piece))));
  };
}

/** Two steps, the second below the port of the first. Undefined for anything else. */
function chained({ nodes, edges }: ListGraph): Arranged | undefined {
  const [edge] = edges;
  const [from, to] = [nodes.find(({ id }) => id === edge?.from), nodes.find(({ id }) => id === edge?.to)];
  if (edge === undefined || from === undefined || to === undefined || edges.length !== 1 || nodes.length !== 2) return undefined;
  const port = from.ports[edge.port] ?? from.width / 2;
  const below = { x: Math.round(port - to.width / 2), y: from.height + layerGap };
  return {
    positions: new Map([
      [from.id, { x: 0, y: 0 }],
      [to.id, below],
    ]),
    routes: new Map([
      [
        edge.id,
        [
          { x: 0, y: 0 },
          { x: below.x + to.width / 2 - port, y: layerGap },
        ],
      ],
    ]),
  };
}

function join({ nodes }: ListGraph, pieces: readonly ListGraph[], arranged: readonly Arranged[]): Arranged {
  const heights = new Map(nodes.map(({ id, height }) => [id, height]));
  const positions = new Map<string, Position>();
  const routes = new Map<string, readonly Position[]>();
  let bottom = Number.NEGATIVE_INFINITY;
  for (const [index, { positions: own, routes: ownRoutes }] of arranged.entries()) {
    for (const [id, route] of ownRoutes) routes.set(id, route);
    const shared = pieces[index]?.nodes.find(({ id }) => positions.has(id))?.id;
    const [there, here] = [positions.get(shared ?? ''), own.get(shared ?? '')];
    const offset = there === undefined || here === undefined ? { x: 0, y: 0 } : { x: there.x - here.x, y: there.y - here.y };
    const added = [...own].filter(([id]) => id !== shared);
    const top = Math.min(...added.map(([, { y }]) => y + offset.y));
    // Something high that stands beside the last cut reaches below it.
    const lower = Math.max(0, bottom + layerGap - top);
    for (const [id, { x, y }] of added) positions.set(id, { x: x + offset.x, y: y + offset.y + lower });
    bottom = Math.max(...added.map(([id, { y }]) => y + offset.y + lower + (heights.get(id) ?? 0)));
  }
  return { positions, routes };
}
