import { scopesOf } from '../../../shared/workflow/scopes.ts';
import { type BoxNode, isStep, type StepNode } from '../../canvas/canvas-graph.ts';
import type { CanvasEditor } from './canvas-editor.ts';

export function chosenSteps(editor: CanvasEditor): (StepNode | BoxNode)[] {
  const { selection } = editor.store.getState();
  return (editor.drawing()?.graph.nodes ?? []).filter(isStep).filter(({ id }) => selection.has(id));
}

/** Without those that stand in a chosen box: what happens to the box happens to them. */
export function outermostSteps(editor: CanvasEditor): (StepNode | BoxNode)[] {
  const steps = chosenSteps(editor);
  const ids = new Set(steps.map(({ id }) => id));
  const parents = new Map(editor.drawing()?.graph.nodes.map(({ id, parent }) => [id, parent]));
  return steps.filter(({ id }) => {
    for (let parent = parents.get(id); parent !== undefined; parent = parents.get(parent)) if (ids.has(parent)) return false;
    return true;
  });
}

export function stepIds(editor: CanvasEditor): Set<string> {
  const { document } = editor.store.getState();
  return new Set(document === undefined ? [] : scopesOf(document).flatMap(({ steps }) => steps.flatMap(({ id }) => id ?? [])));
}

/** Chooses the steps that were not there before, without those inside others. */
export function chooseNew(editor: CanvasEditor, before: ReadonlySet<string>): string[] {
  const { document, select } = editor.store.getState();
  if (document === undefined) return [];
  const scopes = scopesOf(document);
  const made = scopes.flatMap(({ steps, owner }) =>
    owner?.id !== undefined && !before.has(owner.id) ? [] : steps.flatMap(({ id }) => (id === undefined || before.has(id) ? [] : [id])),
  );
  select(made);
  return made;
}

export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number++) id = `${wanted}_${number}`;
  return id;
}

export function selectAll(editor: CanvasEditor): void {
  editor.store.getState().select((editor.drawing()?.graph.nodes ?? []).filter(isStep).map(({ id }) => id));
}
