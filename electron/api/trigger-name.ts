import type { TriggerInfo } from '../triggers/trigger-control.ts';

/** `workflow name/trigger id` */
export function triggerName(info: Pick<TriggerInfo, 'workflow' | 'document'>): string {
  return `${info.workflow.name}/${info.document.id ?? info.document.type}`;
}

/** What a trigger watches, in a few words. */
export function patternOf({ document }: Pick<TriggerInfo, 'document'>): string {
  const config = document.config ?? {};
  const main = config['path'] ?? config['cron'] ?? config['shortcut'] ?? config['name'] ?? config['kind'];
  if (main === undefined) return document.type === 'manual' ? 'by hand' : '';
  return Array.isArray(main) ? main.join(', ') : String(main);
}
