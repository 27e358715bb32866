import { z } from 'zod';
import { timeText } from '../../../shared/triggers/describe-firing.ts';
import { type ScheduleConfig, scheduleTrigger } from '../../../shared/triggers/schedule.ts';
import type { FiringRow } from '../../store/firings-table.ts';
import { openSchedule } from '../schedule/open-schedule.ts';
import { type SimulatedFiring, type SleepWindow, simulateSchedule } from '../schedule/simulate-schedule.ts';
import { lastSlots } from '../schedule/slots.ts';
import { machineZone } from '../schedule/zone.ts';
import type { BacktestRow, BacktestSubject, Period, Replay } from './past.ts';
import { byHandNote, type DurationOf, isByHand, MOST_RECORDS, type Records, verdictOf } from './read-past.ts';
import type { ReplayRuns } from './replay-runs.ts';

const recordedSchema = z.object({ scheduledTime: z.iso.datetime(), missedCount: z.number() });
/** A time that was taken this late was not waited for: the machine was off or asleep. */
const LATE_MS = 2 * 60_000;

interface PastSlot {
  readonly slot: number;
  readonly missedCount: number;
  readonly row: FiringRow;
}

/** What the schedule would have done in the period, beside what it did. The machine sleeps where the journal shows that it did. */
export async function replaySchedule(
  { armed, triggerKey }: BacktestSubject,
  key: string,
  config: ScheduleConfig,
  period: Period,
  journal: Records<FiringRow>,
  runs: ReplayRuns,
  durationOf: DurationOf,
): Promise<Replay> {
  const past = journal.records.filter((row) => !isByHand(row)).flatMap(readSlot);
  const asleep = sleepsOf(past, scheduleTrigger.config.safeParse(armed?.config).data, config.jitter);
  const from = Math.max(period.from, journal.cutAt ?? 0);
  const simulated = simulateSchedule(key, config, { from, until: period.until }, asleep, MOST_RECORDS);
  const thenByKey = new Map(past.map((one) => [keyOf(one.row.verdict === 'missed', one.slot), one]));

  const rows: BacktestRow[] = [];
  for (const firing of simulated) {
    const id = keyOf(firing.verdict === 'missed', firing.slot);
    const then = thenByKey.get(id);
    thenByKey.delete(id);
    const data = dataOf(firing, config);
    const outcome =
      firing.verdict === 'missed'
        ? { verdict: 'missed' as const, reason: missedText(firing.missedCount) }
        : await runs.fire(firing.at, data, then === undefined ? undefined : durationOf(then.row));
    rows.push({
      at: firing.at,
      data,
      what: firing.verdict === 'missed' ? `up to ${timeText(firing.slot, config.timezone)}` : timeText(firing.slot, config.timezone),
      was: then === undefined ? undefined : verdictOf(then.row),
      would: { runs: outcome.verdict === 'started' ? 1 : 0, ...outcome },
    });
  }
  const last = rows.length === MOST_RECORDS ? rows.at(-1) : undefined;
  for (const { row, slot } of thenByKey.values()) {
    if (row.at < from || (last !== undefined && row.at > last.at)) continue;
    rows.push({ at: row.at, data: row.data, what: timeText(slot, config.timezone), was: verdictOf(row), would: undefined });
  }
  return {
    rows: rows.sort((a, b) => a.at - b.at),
    cutAt: journal.cutAt,
    notes: [
      asleep.length === 0
        ? 'The machine is taken to have been on the whole time: that it was off is known only where a time was missed then.'
        : `The machine is taken to have been off ${asleep.length === 1 ? 'once' : `${asleep.length} times`}: where the journal shows times that came late or were missed.`,
      ...(last === undefined ? [] : [`The schedule fires so often that only its first ${MOST_RECORDS} times are told.`]),
      ...(triggerKey === undefined ? ['This trigger was never armed: it has done nothing yet.'] : []),
      ...byHandNote(journal.records.filter(isByHand).length),
    ],
  };
}

function readSlot(row: FiringRow): PastSlot[] {
  const { data } = recordedSchema.safeParse(row.data);
  return data === undefined ? [] : [{ slot: Date.parse(data.scheduledTime), missedCount: data.missedCount, row }];
}

/** From the first time that was not taken when it came, to when it was noticed. */
function sleepsOf(past: readonly PastSlot[], armed: ScheduleConfig | undefined, jitterMs: number): SleepWindow[] {
  const schedule = armed === undefined ? undefined : openSchedule('then', armed);
  return past.flatMap(({ slot, missedCount, row }) => {
    if (row.at - slot < LATE_MS + Math.max(jitterMs, schedule?.jitterMs ?? 0)) return [];
    const missed = row.verdict !== 'missed' || schedule === undefined ? [] : firstOfMissed(schedule, slot, missedCount);
    return [{ from: Math.min(slot, ...missed), to: row.at }];
  });
}

function firstOfMissed({ crons, zone }: ReturnType<typeof openSchedule>, last: number, count: number): number[] {
  const slots = crons.flatMap((cron) => lastSlots(cron, zone, last - LONGEST_SLEEP_MS, last, count));
  return [...new Set(slots)]
    .sort((a, b) => b - a)
    .slice(0, count)
    .slice(-1);
}

const LONGEST_SLEEP_MS = 400 * 86_400_000;

function dataOf({ slot, missedCount }: SimulatedFiring, { timezone }: ScheduleConfig) {
  return { scheduledTime: new Date(slot).toISOString(), missedCount, timezone: timezone ?? machineZone() };
}

function missedText(count: number): string {
  return count === 1 ? 'one time passed without a run' : `${count} times passed without a run`;
}

function keyOf(isMissed: boolean, slot: number): string {
  return `${isMissed ? 'missed ' : ''}${slot}`;
}
