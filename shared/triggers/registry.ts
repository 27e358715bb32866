import { escalationTrigger } from './escalation.ts';
import { eventTrigger } from './event.ts';
import { fileChangeTrigger } from './file-change.ts';
import { manualTrigger } from './manual.ts';
import { scheduleTrigger } from './schedule.ts';
import type { TriggerDefinition } from './trigger.ts';
import { webhookTrigger } from './webhook.ts';

/** Every trigger type of this release. A behaviour in `electron/triggers/` belongs to each. */
export const triggerDefinitions = {
  file_change: fileChangeTrigger,
  schedule: scheduleTrigger,
  webhook: webhookTrigger,
  event: eventTrigger,
  escalation: escalationTrigger,
  manual: manualTrigger,
} as const satisfies Record<string, TriggerDefinition>;

export type TriggerType = keyof typeof triggerDefinitions;

export function isTriggerType(type: string): type is TriggerType {
  return Object.hasOwn(triggerDefinitions, type);
}

export function findTrigger(type: string): TriggerDefinition | undefined {
  return isTriggerType(type) ? triggerDefinitions[type] : undefined;
}
