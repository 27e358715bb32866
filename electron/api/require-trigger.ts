import type { TriggerInfo } from '../triggers/trigger-control.ts';
import { ambiguous, notFound } from './failures.ts';
import { triggerName } from './trigger-name.ts';

/** `workflow/trigger`, a trigger id that is unique, or the name of a workflow with one trigger. Throws NOT_FOUND or AMBIGUOUS. */
export function requireTrigger(all: readonly TriggerInfo[], name: string): TriggerInfo {
  const fits: ((info: TriggerInfo) => boolean)[] = [
    (info) => triggerName(info) === name || info.key === name,
    (info) => info.document.id === name,
    (info) => info.workflow.name === name || info.workflow.id === name,
  ];
  for (const fit of fits) {
    const found = all.filter(fit);
    if (found.length > 1) throw ambiguous('trigger', name, found.map(triggerName));
    if (found[0] !== undefined) return found[0];
  }
  throw notFound('trigger', name, all.map(triggerName).slice(0, 5));
}
