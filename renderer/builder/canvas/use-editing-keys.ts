import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, useMemo } from 'react';
import { placeFor } from './add-place.ts';
import { nudgeChosen, tidyUp } from './arrange-chosen.ts';
import type { CanvasEditor } from './canvas-editor.ts';
import { selectAll } from './chosen.ts';
import { duplicateChosen } from './copy-paste.ts';
import { removeChosen } from './remove-chosen.ts';
import { switchChosen } from './switch-chosen.ts';
import type { KeyboardConnect } from './use-keyboard-connect.ts';
import { moveOut, wrapChosen } from './wrap-chosen.ts';

const nudges: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** Everything that the pointer can do to a workflow, by key. True where the key was used. */
export function useEditingKeys(editor: CanvasEditor, connect: KeyboardConnect): (event: KeyboardEvent) => boolean {
  const { fitView } = useReactFlow();
  return useMemo(() => {
    const plain: Readonly<Record<string, () => void>> = {
      a: () => ask(editor),
      l: () => wrapChosen(editor, 'loop'),
      p: () => wrapChosen(editor, 'parallel'),
      d: () => switchChosen(editor),
      u: () => moveOut(editor),
      t: () => {
        tidyUp(editor);
        void fitView({ padding: 0.12, maxZoom: 1 });
      },
      e: () => nextEdge(editor),
      m: () => openMenu(editor),
      c: () => connect.start(),
    };
    const withControl: Readonly<Record<string, () => void>> = {
      a: () => selectAll(editor),
      d: () => duplicateChosen(editor),
      z: () => editor.store.getState().undo(),
      y: () => editor.store.getState().redo(),
    };
    return (event) => {
      if (connect.onKey(event)) return true;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (key === 'Delete' || key === 'Backspace') return removeChosen(editor, event.altKey || event.shiftKey);
      if (key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) return openMenu(editor), true;
      if (event.ctrlKey || event.metaKey) {
        if (key === 'z' && event.shiftKey) return editor.store.getState().redo(), true;
        return use(withControl[key]);
      }
      const nudge = nudges[key];
      if (event.altKey && nudge !== undefined) {
        const px = event.shiftKey ? 40 : 8;
        return nudgeChosen(editor, nudge[0] * px, nudge[1] * px), true;
      }
      if (key === 'Enter' && editor.selectedEdges().size > 0) return openEdge(editor);
      if (key === 'Escape' && editor.selectedEdges().size > 0) return editor.selectEdges(new Set()), true;
      return event.altKey || event.shiftKey ? false : use(plain[key]);
    };
  }, [editor, connect, fitView]);
}

function use(action: (() => void) | undefined): boolean {
  action?.();
  return action !== undefined;
}

function ask(editor: CanvasEditor): void {
  const graph = editor.drawing()?.graph ?? { nodes: [], edges: [] };
  editor.askStep(placeFor(graph, editor.store.getState().selection, editor.selectedEdges()));
}

/** From edge to edge of the chosen step: those that leave it, then those that come in. */
function nextEdge(editor: CanvasEditor): void {
  const edges = (editor.drawing()?.graph.edges ?? []).filter(({ kind }) => kind !== 'trigger');
  const chosen = edges.find(({ id }) => editor.selectedEdges().has(id));
  const step = [...editor.store.getState().selection].at(-1) ?? chosen?.from;
  const around = [...edges.filter(({ from }) => from === step), ...edges.filter(({ to }) => to === step)];
  const next = around[(around.findIndex(({ id }) => id === chosen?.id) + 1) % around.length];
  if (next !== undefined) editor.selectEdges(new Set([next.id]));
}

function openEdge(editor: CanvasEditor): boolean {
  const [edge] = editor.selectedEdges();
  const at = edge === undefined ? undefined : editor.toScreen(edge);
  if (edge === undefined || at === undefined) return false;
  editor.editEdge(edge, at);
  return true;
}

function openMenu(editor: CanvasEditor): void {
  const chosen = [...editor.selectedEdges(), ...editor.store.getState().selection].at(-1);
  const at = chosen === undefined ? undefined : editor.toScreen(chosen);
  editor.openMenu(at ?? { clientX: window.innerWidth / 2, clientY: window.innerHeight / 3 });
}
