import type { WorkflowEdit } from '../../../shared/workflow/edit/edit.ts';
import { isStep } from '../../canvas/canvas-graph.ts';
import type { CanvasEditor } from './canvas-editor.ts';
import { chooseNew, freeId, outermostSteps, stepIds } from './chosen.ts';

export function wrapChosen(editor: CanvasEditor, box: 'loop' | 'parallel'): void {
  const steps = outermostSteps(editor).map(({ id }) => id);
  if (steps.length === 0) return;
  const before = stepIds(editor);
  const edits = box === 'loop' ? [wrapInLoop(steps)] : wrapInBranches(steps, freeId('in_parallel', before), joined(editor, steps));
  if (editor.apply(edits, box === 'loop' ? 'Wrap in a loop' : 'Run in parallel')) chooseNew(editor, before);
}

function wrapInLoop(steps: readonly string[]): WorkflowEdit {
  return { type: 'wrap-steps', steps, box: { name: 'For each', forEach: [1, 2, 3], steps: [] } };
}

/** Steps that do not wait for each other get a branch each; those that do stay together in one. */
function wrapInBranches(steps: readonly string[], id: string, together: boolean): WorkflowEdit[] {
  const names = together ? ['branch_1'] : steps.map((_, index) => `branch_${index + 1}`);
  const parallel = Object.fromEntries(names.map((name) => [name, []]));
  const wrap: WorkflowEdit = { type: 'wrap-steps', steps, box: { id, name: 'In parallel', parallel }, branch: 'branch_1' };
  const moves = names.slice(1).map((branch, index): WorkflowEdit => {
    return { type: 'move-steps', steps: [steps[index + 1] ?? ''], list: { of: 'branch', step: id, branch } };
  });
  return [wrap, ...moves];
}

function joined(editor: CanvasEditor, steps: readonly string[]): boolean {
  const ids = new Set(steps);
  return (editor.drawing()?.graph.edges ?? []).some(({ from, to }) => ids.has(from) && ids.has(to));
}

/** The chosen steps leave their box for the list around it. */
export function moveOut(editor: CanvasEditor): boolean {
  const steps = outermostSteps(editor);
  const { list } = steps[0] ?? {};
  const owner = list !== undefined && 'step' in list ? list.step : undefined;
  const box = editor.drawing()?.graph.nodes.find(({ id }) => id === owner);
  if (!isStep(box)) return false;
  const moved = steps.filter((step) => step.parent === steps[0]?.parent).map(({ id }) => id);
  editor.apply([{ type: 'move-steps', steps: moved, list: box.list, index: box.index + 1 }], 'Move out of the box');
  return true;
}
