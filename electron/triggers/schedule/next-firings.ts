import { scheduleTrigger } from '../../../shared/triggers/schedule.ts';
import { nextDueTimes } from './due-slots.ts';
import { openSchedule } from './open-schedule.ts';

/** The times after `from` at which a schedule fires, ascending, at most `count`. None for a config that is not valid. */
export function nextFirings(triggerKey: string, config: unknown, from: number, count: number): number[] {
  const parsed = scheduleTrigger.config.safeParse(config);
  return parsed.success ? nextDueTimes(openSchedule(triggerKey, parsed.data), from, count) : [];
}
