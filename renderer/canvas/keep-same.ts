import { shareEqual } from '../../shared/lib/share-equal.ts';
import type { FlowEdge, FlowNode } from './flow-nodes.ts';

/** The new ones, but an old one wherever it says the same: what keeps its identity is not drawn again. */
export function keepSameNodes(before: readonly FlowNode[], after: readonly FlowNode[]): readonly FlowNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return keptList(
    before,
    after.map((node) => {
      const old = known.get(node.id);
      if (old === undefined) return node;
      const { data, handles, ...rest } = node;
      const { data: oldData, handles: oldHandles, ...oldRest } = old;
      // What a handle stands at follows from the node and its size.
      if (data.node === oldData.node && shareEqual(oldRest, rest) === oldRest) return old;
      const kept = shareEqual(oldHandles, handles);
      return { ...node, data: shareEqual(oldData, data), ...(kept === undefined ? {} : { handles: kept }) };
    }),
  );
}

export function keepSameEdges(before: readonly FlowEdge[], after: readonly FlowEdge[]): readonly FlowEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  return keptList(
    before,
    after.map((edge) => {
      const old = known.get(edge.id);
      return old === undefined ? edge : shareEqual(old, edge);
    }),
  );
}

/** The list that was, where it holds the same: whoever works through all of it does so only when something is new. */
export function keptList<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return before.length === after.length && after.every((item, index) => item === before[index]) ? before : after;
}
