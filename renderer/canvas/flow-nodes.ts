import { type Edge, type Node, Position } from '@xyflow/react';
import type { Position as Point } from '../../shared/workflow/edit/edit.ts';
import type { CanvasEdge, CanvasGraph, CanvasNode } from './canvas-graph.ts';
import { isStep } from './canvas-graph.ts';
import type { CanvasLayout } from './layout.ts';
import { portX } from './ports.ts';
import { portHeight, portWidth } from './sizes.ts';

export type FlowNode = Node<{ node: CanvasNode }, CanvasNode['type']>;
export type FlowEdge = Edge<{ edge: CanvasEdge; route: readonly Point[] | undefined }, 'wire'>;

/** What React Flow draws. Sizes and ports are given, so that nothing off the screen is drawn only to be measured. */
export function flowNodesOf(graph: CanvasGraph, layout: CanvasLayout, isEditable: boolean): FlowNode[] {
  return graph.nodes.flatMap((node) => {
    const rect = layout.nodes.get(node.id);
    if (rect === undefined) return [];
    const { x, y, width, height } = rect;
    const isMovable = isStep(node) || node.type === 'trigger';
    const flow: FlowNode = {
      id: node.id,
      type: node.type,
      position: { x, y },
      width,
      height,
      measured: { width, height },
      data: { node },
      handles: handlesOf(node, width, height),
      selectable: isMovable,
      draggable: isEditable && isMovable,
      connectable: isEditable && isStep(node),
      focusable: false,
      // Without a role of its own the wrapper needs no description; the card inside has both.
      domAttributes: { 'aria-roledescription': undefined },
    };
    return [node.parent === undefined ? flow : { ...flow, parentId: node.parent }];
  });
}

function handlesOf(node: CanvasNode, width: number, height: number): NonNullable<FlowNode['handles']> {
  const at = (x: number, y: number): { x: number; y: number; width: number; height: number } => ({
    x: x - portWidth / 2,
    y,
    width: portWidth,
    height: portHeight,
  });
  if (node.type === 'trigger') return [{ id: 'success', type: 'source', position: Position.Bottom, ...at(width / 2, height - portHeight) }];
  if (!isStep(node)) return [];
  return [
    { id: 'in', type: 'target', position: Position.Top, ...at(width / 2, 0) },
    ...node.ports.map((port) => ({
      id: port.id,
      type: 'source' as const,
      position: Position.Bottom,
      ...at(portX(port, width), height - portHeight),
    })),
  ];
}

export function flowEdgesOf(graph: CanvasGraph, layout: CanvasLayout): FlowEdge[] {
  const titles = new Map(graph.nodes.map(({ id, title }) => [id, title]));
  return graph.edges.flatMap((edge) => {
    if (!layout.nodes.has(edge.from) || !layout.nodes.has(edge.to)) return [];
    return {
      id: edge.id,
      type: 'wire',
      source: edge.from,
      target: edge.to,
      sourceHandle: edge.port,
      targetHandle: 'in',
      data: { edge, route: layout.routes.get(edge.id) },
      focusable: false,
      selectable: edge.kind !== 'trigger',
      reconnectable: edge.kind !== 'trigger',
      ariaLabel: `From ${titles.get(edge.from)} to ${titles.get(edge.to)}, ${conditionText(edge)}`,
    };
  });
}

/** When the edge is taken, in words. */
export function conditionText({ kind, on, label }: CanvasEdge): string {
  if (label !== undefined) return label;
  if (on?.type === 'expression') return on.expression;
  if (on?.type === 'branch') return on.value;
  return { success: 'on success', failure: 'on failure', always: 'always', trigger: 'starts the run', branch: '', expression: '' }[kind];
}
