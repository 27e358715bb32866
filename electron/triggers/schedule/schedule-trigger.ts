import { z } from 'zod';
import { formatDuration } from '../../../shared/lib/duration.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { ScheduleConfig } from '../../../shared/triggers/schedule.ts';
import type { ArmContext, TriggerBehaviour } from '../behaviour.ts';
import { armCronTimers } from './cron-timers.ts';
import { COUNT_LIMIT, type DueSlots, dueSlots, isSetBack, nextDueAt } from './due-slots.ts';
import { openSchedule } from './open-schedule.ts';

/** The wall clock can jump while a timer waits (sleep, a person, the network), so it is looked at this often at least. */
const TICK_MS = 60_000;
/** A position further ahead than this was written by a clock that was wrong; slots that did fire are still held by their keys. */
const AHEAD_LIMIT_MS = 86_400_000;

/**
 * `slot`: the last one considered. `schedule`: the times it belongs to; when they are edited, what passed before is no debt.
 * `again`: the clock was set back at `since`, and slots up to `until` come a second time.
 */
const positionSchema = z.object({
  slot: z.number(),
  schedule: z.string(),
  again: z.object({ since: z.number(), until: z.number() }).optional(),
});

export async function armSchedule({ trigger, config, ports, clock }: ArmContext<ScheduleConfig>): Promise<TriggerBehaviour> {
  const { key } = trigger;
  const schedule = openSchedule(key, config);
  const identity = JSON.stringify([[config.cron].flat(), schedule.zone.name]);
  let closed = false;
  let timer: number | undefined;
  let checking: Promise<void> = Promise.resolve();

  const stored = positionSchema.safeParse(ports.loadPosition(key)).data;
  const known = stored?.schedule === identity ? stored : undefined;
  let cursor = known?.slot;
  let again = known?.again;
  const positionAt = (slot: number): Json => ({
    slot,
    schedule: identity,
    ...(again === undefined || slot >= again.until ? {} : { again }),
  });
  /** A slot fires once, and once more when the clock comes by it again. */
  const keyOf = (scheduledTime: string, slot: number): string =>
    again === undefined || slot > again.until
      ? scheduledTime
      : `${scheduledTime} again, set back at ${new Date(again.since).toISOString()}`;

  const act = async (due: DueSlots, now: number): Promise<void> => {
    const dataOf = (slot: number, missedCount: number) => ({
      scheduledTime: new Date(slot).toISOString(),
      missedCount,
      timezone: schedule.zone.name,
    });
    if (due.missed !== undefined) {
      const { last, count } = due.missed;
      const firing = {
        triggerKey: key,
        dedupeKey: `missed ${keyOf(new Date(last).toISOString(), last)}`,
        at: now,
        data: dataOf(last, count),
        cursor: { position: positionAt(last) },
      };
      await ports.note(firing, 'missed', describeMissed(due, now));
      cursor = last;
    }
    for (const { slot, missedCount } of due.firings) {
      const data = dataOf(slot, missedCount);
      const dedupeKey = keyOf(data.scheduledTime, slot);
      await ports.fire({ triggerKey: key, dedupeKey, at: now, data, cursor: { position: positionAt(slot) } });
      cursor = slot;
    }
  };

  const goBack = async (from: number, now: number): Promise<void> => {
    const before = again;
    again = { since: now, until: from };
    const scheduledTime = new Date(now).toISOString();
    const data = { scheduledTime, missedCount: 0, timezone: schedule.zone.name };
    const reason = `The clock was set back by ${formatDuration(from - now)} or more: times that it comes by again fire again`;
    const firing = { triggerKey: key, dedupeKey: `set back at ${scheduledTime}`, at: now, data, cursor: { position: positionAt(now) } };
    try {
      await ports.note(firing, 'missed', reason);
    } catch (error) {
      again = before;
      throw error;
    }
    cursor = now;
  };

  const check = async (): Promise<void> => {
    if (closed) return;
    clock.clearTimeout(timer ?? 0);
    const now = clock.now();
    try {
      if (cursor === undefined || cursor > now + AHEAD_LIMIT_MS) {
        await ports.advance(key, { position: positionAt(now) });
        cursor = now;
      } else if (isSetBack(schedule, cursor, now)) await goBack(cursor, now);
      await act(dueSlots(schedule, cursor, now), now);
      ports.setHealth(key, 'armed', undefined, nextDueAt(schedule, cursor));
    } catch (error) {
      ports.setHealth(key, 'failing', `The schedule could not be recorded and is tried again every minute: ${String(error)}`);
    }
    if (closed) return;
    const dueAt = nextDueAt(schedule, cursor ?? now) ?? Number.POSITIVE_INFINITY;
    timer = clock.setTimeout(request, Math.min(TICK_MS, Math.max(dueAt - clock.now(), 1)));
  };
  // One check at a time: two would take the same slots.
  const request = (): Promise<void> => {
    checking = checking.then(check);
    return checking;
  };

  const stopTimers = armCronTimers(schedule.crons, schedule.zone.name, request);
  await request();
  return {
    wake: request,
    async close() {
      closed = true;
      clock.clearTimeout(timer ?? 0);
      await stopTimers();
      await checking;
    },
  };
}

function describeMissed({ missed, firings }: DueSlots, now: number): string {
  if (missed === undefined) return '';
  const many = missed.count >= COUNT_LIMIT ? `${COUNT_LIMIT} or more times` : missed.count === 1 ? 'One time' : `${missed.count} times`;
  const ago = formatDuration(Math.max(0, now - missed.first));
  return `${many} passed without a run (the first ${ago} ago)${firings.length > 0 ? '; a later one runs instead' : ''}`;
}
