import type { FlowEdge, FlowNode } from './flow-nodes.ts';

/** The new ones, but an old one wherever it says the same: what keeps its identity is not drawn again. */
export function keepSameNodes(before: readonly FlowNode[], after: readonly FlowNode[]): FlowNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return after.map((node) => {
    const old = known.get(node.id);
    if (old === undefined) return node;
    const data = isSame(old.data, node.data) ? old.data : node.data;
    return data === old.data && isSame({ ...old, data: null }, { ...node, data: null }) ? old : { ...node, data };
  });
}

export function keepSameEdges(before: readonly FlowEdge[], after: readonly FlowEdge[]): FlowEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  return after.map((edge) => {
    const old = known.get(edge.id);
    return old !== undefined && isSame(old, edge) ? old : edge;
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
