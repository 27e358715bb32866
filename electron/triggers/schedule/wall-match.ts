import type { ParsedCron } from '../../../shared/triggers/cron.ts';

const DAY_MS = 86_400_000;

/**
 * The first time in `[from, to]` that the cron allows. Wall time is written as if it were UTC milliseconds: a calendar without zones.
 */
export function nextWallMatch(cron: ParsedCron, from: number, to: number): number | undefined {
  let earliest = Math.ceil(from / 1000) * 1000;
  while (earliest <= to) {
    const day = firstDay(cron, earliest, to);
    if (day === undefined) return undefined;
    const time = firstTime(cron, Math.max(earliest - day, 0));
    if (time !== undefined) return day + time <= to ? day + time : undefined;
    earliest = day + DAY_MS;
  }
  return undefined;
}

/** Midnight of the first allowed day that is not over at `from`. */
function firstDay(cron: ParsedCron, from: number, to: number): number | undefined {
  let day = Math.floor(from / DAY_MS) * DAY_MS;
  while (day <= to) {
    const date = new Date(day);
    if (!cron.months.includes(date.getUTCMonth() + 1)) {
      day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
      continue;
    }
    const onDate = cron.daysOfMonth.includes(date.getUTCDate());
    const onWeekday = cron.daysOfWeek.includes(date.getUTCDay());
    if (cron.eitherDay ? onDate || onWeekday : onDate && onWeekday) return day;
    day += DAY_MS;
  }
  return undefined;
}

/** The first allowed time of day from `sinceMidnightMs` on, in milliseconds since midnight. */
function firstTime(cron: ParsedCron, sinceMidnightMs: number): number | undefined {
  const earliest = sinceMidnightMs / 1000;
  const [firstMinute = 0] = cron.minutes;
  const [firstSecond = 0] = cron.seconds;
  for (const hour of cron.hours) {
    if (hour * 3600 + 3599 < earliest) continue;
    if (hour * 3600 + firstMinute * 60 + firstSecond >= earliest) return (hour * 3600 + firstMinute * 60 + firstSecond) * 1000;
    for (const minute of cron.minutes) {
      const start = hour * 3600 + minute * 60;
      if (start + 59 < earliest) continue;
      const second = cron.seconds.find((candidate) => start + candidate >= earliest);
      if (second !== undefined) return (start + second) * 1000;
    }
  }
  return undefined;
}
