import { useMemo, useRef } from 'react';
import type { EdgeRef, Position, StepList, WorkflowEdit } from '../../../shared/workflow/edit/edit.ts';
import { type CanvasNode, isStep, listInside } from '../../canvas/canvas-graph.ts';
import type { CanvasGestures } from '../../canvas/flow.tsx';
import type { FlowNode } from '../../canvas/flow-nodes.ts';
import type { CanvasEditor } from './canvas-editor.ts';
import { markDrop } from './drop-mark.ts';
import { containerAt, wireAt } from './drop-target.ts';
import { edgeRefOf } from './edge-ref.ts';
import { placesBeside } from './places.ts';

type DragGestures = Pick<CanvasGestures, 'onNodeDragStart' | 'onNodeDrag' | 'onNodeDragStop' | 'onSelectionDrag' | 'onSelectionDragStop'>;

interface DropTarget {
  /** The list that the steps go to; undefined where they stay in theirs. */
  readonly list: StepList | undefined;
  readonly container: CanvasNode | undefined;
  /** The edge that a step without edges goes between. */
  readonly edge: { readonly id: string; readonly ref: EdgeRef } | undefined;
}

const reachPx = 18;

/** Moves steps: to another place, into a box or out of it, or onto an edge. What a drag does is written once, at its end. */
export function useDragSteps(editor: CanvasEditor): DragGestures {
  const last = useRef<DropTarget | undefined>(undefined);
  return useMemo((): DragGestures => {
    function follow(event: MouseEvent | TouchEvent | React.MouseEvent, nodes: readonly FlowNode[]): void {
      last.current = targetOf(editor, pointOf(editor, event), nodes);
      markDrop({ node: last.current.list === undefined ? undefined : last.current.container?.id, edge: last.current.edge?.id });
    }

    function drop(nodes: readonly FlowNode[]): void {
      const target = last.current;
      last.current = undefined;
      markDrop(undefined);
      const drawing = editor.drawing();
      if (drawing === undefined || nodes.length === 0) return;
      const steps = nodes.filter(({ type }) => type === 'step' || type === 'box').map(({ id }) => id);
      const moved = new Map<string, Position>(nodes.map(({ id, position }) => [id, position]));
      const hasMoved = nodes.some(({ id, position }) => {
        const at = drawing.layout.nodes.get(id);
        return at !== undefined && (Math.abs(at.x - position.x) >= 1 || Math.abs(at.y - position.y) >= 1);
      });
      if (!hasMoved) return editor.putBack();
      const edits = editsOf(steps, target, placesBeside(drawing, moved));
      const label = target?.list !== undefined ? 'Move to another list' : target?.edge !== undefined ? 'Put on the edge' : 'Move';
      if (!editor.apply(edits, label)) editor.putBack();
    }

    return {
      onNodeDragStart: () => {
        last.current = undefined;
      },
      onNodeDrag: (event, _, nodes) => follow(event, nodes),
      onNodeDragStop: (_, __, nodes) => drop(nodes),
      onSelectionDrag: (event, nodes) => follow(event, nodes),
      onSelectionDragStop: (_, nodes) => drop(nodes),
    };
  }, [editor]);
}

function editsOf(steps: readonly string[], target: DropTarget | undefined, positions: Readonly<Record<string, Position>>): WorkflowEdit[] {
  if (target?.list !== undefined) return [{ type: 'move-steps', steps, list: target.list }];
  const place: WorkflowEdit = { type: 'place', positions };
  const [step] = steps;
  if (target?.edge === undefined || step === undefined) return [place];
  const { ref } = target.edge;
  return [
    place,
    { type: 'connect', edge: { from: ref.from, to: step, on: ref.on } },
    { type: 'disconnect', edge: ref },
    { type: 'connect', edge: { from: step, to: ref.to, on: 'success' } },
  ];
}

function targetOf(editor: CanvasEditor, point: Position, nodes: readonly FlowNode[]): DropTarget {
  const nothing: DropTarget = { list: undefined, container: undefined, edge: undefined };
  const drawing = editor.drawing();
  const dragged = nodes.map(({ data }) => data.node).filter(isStep);
  const [first] = dragged;
  if (drawing === undefined || first === undefined || dragged.length < nodes.length) return nothing;
  const ids = new Set(dragged.map(({ id }) => id));
  const outermost = dragged.filter(({ parent }) => parent === undefined || !ids.has(parent));
  const container = containerAt(drawing.graph, editor.rects(), point, ids);
  if (outermost.some(({ parent }) => parent !== container?.id)) {
    return { list: container === undefined ? { of: 'workflow' } : listInside(container), container, edge: undefined };
  }
  const isFree =
    dragged.length === 1 &&
    !drawing.graph.edges.some((edge) => edge.kind !== 'trigger' && (edge.from === first.id || edge.to === first.id));
  const shape = isFree ? wireAt(editor.wires(), point, reachPx) : undefined;
  const ref = shape === undefined ? undefined : edgeRefOf(shape.edge);
  return { ...nothing, edge: shape === undefined || ref === undefined ? undefined : { id: shape.edge.id, ref } };
}

function pointOf(editor: CanvasEditor, event: MouseEvent | TouchEvent | React.MouseEvent): Position {
  if ('clientX' in event) return editor.toCanvas(event);
  const touch = event.touches[0] ?? event.changedTouches[0];
  return editor.toCanvas({ clientX: touch?.clientX ?? 0, clientY: touch?.clientY ?? 0 });
}
