import type { ScheduleConfig } from '../../../shared/triggers/schedule.ts';
import { dueSlots, nextDueAt } from './due-slots.ts';
import { openSchedule } from './open-schedule.ts';

export const WEEK_MS = 7 * 86_400_000;

/** A stretch in which the machine is off or asleep: `[from, to)` in UTC milliseconds. */
export interface SleepWindow {
  readonly from: number;
  readonly to: number;
}

/** `verdict: missed` stands for `missedCount` slots up to `slot` that get no run of their own. */
export interface SimulatedFiring {
  readonly at: number;
  readonly slot: number;
  /** It waited for the machine, and not only for its jitter. */
  readonly late: boolean;
  readonly verdict: 'started' | 'missed';
  readonly missedCount: number;
}

/** What the schedule of a trigger would do after `from` and up to `until`, at most `limit` rows. `key` seeds its jitter. */
export function simulateSchedule(
  key: string,
  config: ScheduleConfig,
  { from, until }: { readonly from: number; readonly until: number },
  sleepWindows: readonly SleepWindow[],
  limit = 2000,
): SimulatedFiring[] {
  const schedule = openSchedule(key, config);
  const rows: SimulatedFiring[] = [];
  let cursor = from;
  for (let dueAt = nextDueAt(schedule, cursor); dueAt !== undefined && rows.length < limit; dueAt = nextDueAt(schedule, cursor)) {
    const at = wakeTime(dueAt, sleepWindows);
    if (at > until) break;
    const due = dueSlots(schedule, cursor, at);
    if (due.missed !== undefined) rows.push({ at, slot: due.missed.last, late: true, verdict: 'missed', missedCount: due.missed.count });
    for (const firing of due.firings) rows.push({ at, ...firing, late: at > dueAt, verdict: 'started' });
    if (due.cursor === cursor) break;
    cursor = due.cursor;
  }
  return rows.slice(0, limit);
}

function wakeTime(at: number, sleepWindows: readonly SleepWindow[]): number {
  const asleep = sleepWindows.find((window) => at >= window.from && at < window.to);
  return asleep === undefined ? at : wakeTime(asleep.to, sleepWindows);
}
