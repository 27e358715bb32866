import type { WorkflowEdit } from '../../../shared/workflow/edit/edit.ts';
import { scopesOf } from '../../../shared/workflow/scopes.ts';
import { isSwitchedOff, switchedOff, switchedOn } from '../../canvas/switched-off.ts';
import type { CanvasEditor } from './canvas-editor.ts';

/** Switches the chosen steps off, or on again where all of them are off. */
export function switchChosen(editor: CanvasEditor): void {
  const { document, selection } = editor.store.getState();
  const steps = document === undefined ? [] : scopesOf(document).flatMap(({ steps }) => steps.filter(({ id }) => selection.has(id ?? '')));
  const areOff = steps.every(({ when }) => isSwitchedOff(when));
  const edits = steps.map(({ id = '', when }): WorkflowEdit => {
    return { type: 'set-in-step', step: id, path: ['when'], value: areOff ? switchedOn(when) : switchedOff(when) };
  });
  if (edits.length > 0) editor.apply(edits, areOff ? 'Enable' : 'Disable');
}
