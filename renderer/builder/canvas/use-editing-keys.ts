import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, useMemo } from 'react';
import { shortcuts } from '../../ui/shortcuts.ts';
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
    let around: string | undefined;
    const plain: Readonly<Record<string, () => void>> = {
      [shortcuts.addStep.keys]: () => ask(editor),
      [shortcuts.wrapInLoop.keys]: () => wrapChosen(editor, 'loop'),
      [shortcuts.wrapInParallel.keys]: () => wrapChosen(editor, 'parallel'),
      [shortcuts.switchStep.keys]: () => switchChosen(editor),
      [shortcuts.moveOut.keys]: () => moveOut(editor),
      [shortcuts.tidyUp.keys]: () => {
        tidyUp(editor);
        void fitView({ padding: 0.12, maxZoom: 1 });
      },
      [shortcuts.nextEdge.keys]: () => {
        around = nextEdge(editor, around);
      },
      [shortcuts.canvasMenu.keys]: () => openMenu(editor),
      [shortcuts.connectStep.keys]: () => connect.start(),
    };
    const withControl: Readonly<Record<string, () => void>> = {
      [shortcuts.selectAll.keys]: () => selectAll(editor),
      [shortcuts.duplicate.keys]: () => duplicateChosen(editor),
    };
    return (event) => {
      if (connect.onKey(event)) return true;
      const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
      if (key === 'Delete' || key === 'Backspace') return removeChosen(editor, event.altKey || event.shiftKey);
      if (key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) return openMenu(editor), true;
      if (event.ctrlKey || event.metaKey) {
        return use(withControl[`mod+${key}`]);
      }
      const nudge = nudges[key];
      if (event.altKey && nudge !== undefined) {
        const px = event.shiftKey ? 40 : 8;
        return nudgeChosen(editor, nudge[0] * px, nudge[1] * px), true;
      }
      if (key === 'Enter' && editor.selectedEdges().size > 0) return openEdge(editor);
      if (leaveEdge(editor, key)) return true;
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

/**
 * From edge to edge of the step that was chosen: those that leave it, then those that come in. The edge is chosen in its place, so that
 * Delete means the edge alone. Gives the step.
 */
function nextEdge(editor: CanvasEditor, around: string | undefined): string | undefined {
  const edges = (editor.drawing()?.graph.edges ?? []).filter(({ kind }) => kind !== 'trigger');
  const chosen = edges.find(({ id }) => editor.selectedEdges().has(id));
  const step = [...editor.store.getState().selection].at(-1) ?? around ?? chosen?.from;
  const own = [...edges.filter(({ from }) => from === step), ...edges.filter(({ to }) => to === step)];
  const next = own[(own.findIndex(({ id }) => id === chosen?.id) + 1) % own.length];
  if (next === undefined) return step;
  editor.store.getState().select([]);
  editor.selectEdges(new Set([next.id]));
  return step;
}

/** From a chosen edge the arrows lead to its ends. */
function leaveEdge(editor: CanvasEditor, key: string): boolean {
  const edge = editor.drawing()?.graph.edges.find(({ id }) => editor.selectedEdges().has(id));
  const end = edge === undefined ? undefined : { ArrowUp: edge.from, ArrowDown: edge.to, Escape: edge.from }[key];
  if (end === undefined) return false;
  editor.selectEdges(new Set());
  editor.store.getState().select([end]);
  return true;
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
