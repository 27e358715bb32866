import { useMemo } from 'react';
import type { CanvasGestures } from '../../canvas/flow.tsx';
import type { CanvasEditor } from './canvas-editor.ts';
import { conditionFrom, edgeRefOf } from './edge-ref.ts';

/** An end of an edge that is dragged to another port or step; label and place of the other end stay. */
export function useReconnect(editor: CanvasEditor): Pick<CanvasGestures, 'onReconnect'> {
  return useMemo(
    () => ({
      onReconnect(old, { source, sourceHandle, target }) {
        const edge = old.data?.edge;
        const ref = edge === undefined ? undefined : edgeRefOf(edge);
        if (edge === undefined || ref === undefined) return;
        const isSamePort = old.sourceHandle === sourceHandle;
        const on = isSamePort ? ref.on : conditionFrom(sourceHandle);
        if (source === ref.from && target === ref.to) {
          if (!isSamePort) editor.apply([{ type: 'change-edge', edge: ref, on }], 'Change the condition');
          return;
        }
        const label = edge.label === undefined ? {} : { label: edge.label };
        editor.apply(
          [
            { type: 'disconnect', edge: ref },
            { type: 'connect', edge: { from: source, to: target, on }, ...label },
          ],
          'Reconnect',
        );
      },
    }),
    [editor],
  );
}
