import { useMemo } from 'react';
import type { CanvasGestures } from '../../canvas/flow.tsx';
import type { CanvasEditor } from './canvas-editor.ts';

type MenuGestures = Pick<CanvasGestures, 'onNodeContextMenu' | 'onEdgeContextMenu' | 'onPaneContextMenu' | 'onSelectionContextMenu'>;

/** A right click chooses what is under it, unless that is chosen already, and offers what can be done with it. */
export function useContextMenu(editor: CanvasEditor): MenuGestures {
  return useMemo((): MenuGestures => {
    const { getState } = editor.store;
    return {
      onNodeContextMenu(event, node) {
        event.preventDefault();
        if (node.type === 'lane' || node.type === 'area') getState().select([]);
        else if (!getState().selection.has(node.id)) getState().select([node.id]);
        editor.selectEdges(new Set());
        editor.openMenu(event);
      },
      onEdgeContextMenu(event, edge) {
        event.preventDefault();
        if (edge.type === undefined || edge.data?.edge.kind === 'trigger') return;
        getState().select([]);
        editor.selectEdges(new Set([edge.id]));
        editor.openMenu(event);
      },
      onPaneContextMenu(event) {
        event.preventDefault();
        getState().select([]);
        editor.selectEdges(new Set());
        editor.openMenu(event);
      },
      onSelectionContextMenu(event) {
        event.preventDefault();
        editor.openMenu(event);
      },
    };
  }, [editor]);
}
