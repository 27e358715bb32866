import { createTask, type Logger } from 'node-cron';
import type { ParsedCron } from '../../../shared/triggers/cron.ts';

/**
 * Calls `onMatch` about when a cron matches. Only a nudge to look: node-cron reads the day fields and the change of clocks
 * its own way, so which slots are due is decided by `dueSlots` alone.
 */
export function armCronTimers(crons: readonly ParsedCron[], timezone: string, onMatch: () => void): () => Promise<void> {
  const tasks = crons.map((cron) =>
    createTask(toPattern(cron), onMatch, { timezone, logger: silent, suppressMissedWarning: true, unref: true }),
  );
  for (const task of tasks) void task.start();
  return async () => {
    await Promise.all(tasks.map((task) => task.destroy()));
  };
}

/** The days are left open when either field is enough: node-cron would want both. */
function toPattern(cron: ParsedCron): string {
  const days = cron.eitherDay ? ['*', '*'] : [cron.daysOfMonth.join(','), cron.daysOfWeek.join(',')];
  const [date, weekday] = days;
  return [cron.seconds.join(','), cron.minutes.join(','), cron.hours.join(','), date, cron.months.join(','), weekday].join(' ');
}

const silent: Logger = { info() {}, warn() {}, error() {}, debug() {} };
