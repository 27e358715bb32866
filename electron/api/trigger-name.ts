import type { TriggerInfo } from '../triggers/trigger-control.ts';

/** `workflow name/trigger id` */
export function triggerName(info: Pick<TriggerInfo, 'workflow' | 'document'>): string {
  return `${info.workflow.name}/${info.document.id ?? info.document.type}`;
}
