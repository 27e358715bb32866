import type { CanvasEditor } from './canvas-editor.ts';
import { freeId } from './chosen.ts';

/** Adds a trigger behind the others and chooses it. Gives the id of its node, or undefined where it was refused. */
export function addTrigger(editor: CanvasEditor, type: string, config: Readonly<Record<string, unknown>>): string | undefined {
  const triggers = editor.store.getState().document?.triggers ?? [];
  const id = freeId(type, new Set(triggers.flatMap((trigger) => trigger.id ?? [])));
  const trigger = { id, type, ...(Object.keys(config).length === 0 ? {} : { config }) };
  const edit =
    triggers.length === 0
      ? ({ type: 'set-in-workflow', path: ['triggers'], value: [trigger] } as const)
      : ({ type: 'set-in-workflow', path: ['triggers', triggers.length], value: trigger } as const);
  if (!editor.apply([edit], 'Add a trigger')) return undefined;
  editor.store.getState().select([`trigger:${id}`]);
  return `trigger:${id}`;
}
