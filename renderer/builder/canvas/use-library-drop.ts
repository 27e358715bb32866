import { type DragEvent, useMemo } from 'react';
import type { Position, StepList } from '../../../shared/workflow/edit/edit.ts';
import { listInside } from '../../canvas/canvas-graph.ts';
import type { CanvasGestures } from '../../canvas/flow.tsx';
import { nodeHeight, nodeWidth } from '../../canvas/sizes.ts';
import type { AddPlace } from './add-place.ts';
import type { CanvasEditor } from './canvas-editor.ts';
import { markDrop } from './drop-mark.ts';
import { containerAt, wireAt } from './drop-target.ts';
import { edgeRefOf } from './edge-ref.ts';
import type { LibraryItem } from './library.ts';

/** What a drag from the library carries: the key of its item. */
export const libraryType = 'application/x-pawl-step';

const reachPx = 22;

/** A step dragged from the library: onto an edge it goes between, into a box it goes inside, elsewhere it stands for itself. */
export function useLibraryDrop(
  editor: CanvasEditor,
  items: readonly LibraryItem[],
): Pick<CanvasGestures, 'onDragOver' | 'onDragLeave' | 'onDrop'> {
  return useMemo(
    () => ({
      onDragOver(event) {
        if (!event.dataTransfer.types.includes(libraryType)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        const { node, edge } = targetAt(editor, event);
        markDrop({ node, edge });
      },
      onDragLeave: () => markDrop(undefined),
      onDrop(event) {
        markDrop(undefined);
        const item = items.find(({ key }) => key === event.dataTransfer.getData(libraryType));
        if (item === undefined) return;
        event.preventDefault();
        editor.add(item.adds, targetAt(editor, event).place);
      },
    }),
    [editor, items],
  );
}

function targetAt(editor: CanvasEditor, event: DragEvent): { readonly place: AddPlace; readonly node?: string; readonly edge?: string } {
  const drawing = editor.drawing();
  if (drawing === undefined) return { place: { type: 'in-list', list: { of: 'workflow' }, isAlone: false } };
  const point = editor.toCanvas(event);
  const wire = wireAt(editor.wires(), point, reachPx);
  const edge = wire === undefined ? undefined : edgeRefOf(wire.edge);
  if (wire !== undefined && edge !== undefined) return { place: { type: 'on-edge', edge }, edge: wire.edge.id };

  const container = containerAt(drawing.graph, editor.rects(), point);
  const list: StepList = (container === undefined ? undefined : listInside(container)) ?? { of: 'workflow' };
  const isFirst = !drawing.graph.nodes.some(({ parent }) => parent === undefined);
  const position = container === undefined && !isFirst ? { position: topLeft(point) } : {};
  // Into a box it goes behind what is there; on the open canvas it waits to be connected.
  const isAlone = container === undefined && !isFirst;
  const place: AddPlace = { type: 'in-list', list, isAlone, ...position };
  return container === undefined ? { place } : { place, node: container.id };
}

function topLeft({ x, y }: Position): Position {
  return { x: Math.round(x - nodeWidth / 2), y: Math.round(y - nodeHeight / 2) };
}
