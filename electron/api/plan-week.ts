import type { PlannedFiring } from '../../shared/contract/triggers.ts';
import { scheduleTrigger } from '../../shared/triggers/schedule.ts';
import { type SleepWindow, simulateSchedule, WEEK_MS } from '../triggers/schedule/simulate-schedule.ts';
import type { TriggerInfo } from '../triggers/trigger-control.ts';
import { triggerName } from './trigger-name.ts';
import { iso } from './views.ts';

const MOST_OF_EACH = 500;
const MOST = 5000;

/** The schedules among the triggers that are on and not paused. */
export function planWeek(
  triggers: readonly TriggerInfo[],
  from: number,
  asleep: readonly SleepWindow[],
): { items: PlannedFiring[]; more: boolean } {
  let more = false;
  const items = triggers.flatMap((info) => {
    const { workflow, document, paused } = info;
    if (document.type !== 'schedule' || paused || !workflow.enabled || document.enabled === false) return [];
    const config = scheduleTrigger.config.safeParse(document.config);
    if (!config.success) return [];
    const rows = simulateSchedule(info.key, config.data, { from, until: from + WEEK_MS }, asleep, MOST_OF_EACH);
    if (rows.length === MOST_OF_EACH) more = true;
    const names = { trigger: triggerName(info), workflow: workflow.name, workflowId: workflow.id };
    return rows.map(({ at, slot, verdict, missedCount }) => ({ ...names, at: iso(at), slot: iso(slot), verdict, missedCount }));
  });
  items.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { items: items.slice(0, MOST), more: more || items.length > MOST };
}
