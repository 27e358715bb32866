import { copySteps } from '../../../shared/workflow/edit/copy-steps.ts';
import type { StepList } from '../../../shared/workflow/edit/edit.ts';
import { boundsOf } from '../../canvas/rect.ts';
import { yamlOf } from '../document/yaml-of.ts';
import type { CanvasEditor } from './canvas-editor.ts';
import { chooseNew, outermostSteps, stepIds } from './chosen.ts';
import { isPlaced } from './places.ts';

export function copyChosen(editor: CanvasEditor): string {
  return copySteps(
    yamlOf(editor.store.getState()),
    outermostSteps(editor).map(({ id }) => id),
  );
}

export function pasteText(editor: CanvasEditor, text: string): void {
  const { list, index, position } = pastePlace(editor);
  const ids = stepIds(editor);
  const done = editor.apply(
    [{ type: 'paste', text, list, ...(index === undefined ? {} : { index }), ...(position === undefined ? {} : { position }) }],
    'Paste',
  );
  if (done) chooseNew(editor, ids);
}

export function duplicateChosen(editor: CanvasEditor): void {
  const text = copyChosen(editor);
  if (text === '') return;
  const { list, index, position } = pastePlace(editor);
  const ids = stepIds(editor);
  if (
    editor.apply(
      [{ type: 'paste', text, list, ...(index === undefined ? {} : { index }), ...(position === undefined ? {} : { position }) }],
      'Duplicate',
    )
  )
    chooseNew(editor, ids);
}

/** Beside what is chosen: after the last of it in its list, and to the right of it where places are written. */
function pastePlace(editor: CanvasEditor): { list: StepList; index?: number; position?: { x: number; y: number } } {
  const chosen = outermostSteps(editor);
  const last = chosen.at(-1);
  const drawing = editor.drawing();
  const { document } = editor.store.getState();
  if (last === undefined || drawing === undefined) return { list: { of: 'workflow' } };
  const same = chosen.filter(({ parent }) => parent === last.parent);
  const rects = same.flatMap(({ id }) => drawing.layout.nodes.get(id) ?? []);
  const bounds = boundsOf(rects);
  const place = { list: last.list, index: last.index + 1 };
  if (!isPlaced(drawing, document?.layout, last.parent)) return place;
  return { ...place, position: { x: Math.round(bounds.x + bounds.width + 40), y: Math.round(bounds.y) } };
}
