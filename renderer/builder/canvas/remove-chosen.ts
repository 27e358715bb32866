import type { WorkflowEdit } from '../../../shared/workflow/edit/edit.ts';
import type { CanvasEditor } from './canvas-editor.ts';
import { outermostSteps } from './chosen.ts';
import { edgeRefOf } from './edge-ref.ts';

export function removeChosen(editor: CanvasEditor, keepWire: boolean): boolean {
  const state = editor.store.getState();
  const steps = outermostSteps(editor).map(({ id }) => id);
  const edges = (editor.drawing()?.graph.edges ?? []).filter(({ id }) => editor.selectedEdges().has(id));
  const edits: WorkflowEdit[] = edges.flatMap((edge) => {
    const ref = edgeRefOf(edge);
    return ref === undefined || steps.includes(ref.from) || steps.includes(ref.to) ? [] : [{ type: 'disconnect', edge: ref }];
  });
  if (steps.length > 0) edits.push({ type: 'remove-steps', steps, keepWire });
  const triggers = state.document?.triggers ?? [];
  // From the last to the first, so that the places of those before stay what they are.
  for (const index of [...triggers.keys()].reverse()) {
    if (state.selection.has(`trigger:${triggers[index]?.id}`))
      edits.push({ type: 'set-in-workflow', path: ['triggers', index], value: undefined });
  }
  if (edits.length === 0) return false;
  const next = keepWire || steps.length !== 1 ? undefined : neighbourOf(editor, steps[0]);
  if (!editor.apply(edits, steps.length === 0 ? 'Delete' : `Delete ${countOf(steps.length)}`)) return true;
  editor.selectEdges(new Set());
  editor.store.getState().select(next === undefined ? [] : [next]);
  return true;
}

/** Where the keyboard goes on after a step is gone. */
function neighbourOf(editor: CanvasEditor, id: string | undefined): string | undefined {
  const edges = editor.drawing()?.graph.edges ?? [];
  return edges.find((edge) => edge.to === id && edge.kind !== 'trigger')?.from ?? edges.find((edge) => edge.from === id)?.to;
}

function countOf(count: number): string {
  return count === 1 ? 'a step' : `${count} steps`;
}
