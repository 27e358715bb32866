import type { Week } from '../../shared/contract/triggers.ts';
import { scheduleTrigger } from '../../shared/triggers/schedule.ts';
import { type SleepWindow, simulateSchedule, WEEK_MS } from '../triggers/schedule/simulate-schedule.ts';
import { clockChangesBetween, daysBetween, midnightOf, nightsBetween } from '../triggers/schedule/week-in-zone.ts';
import { machineZone, openZone, type Zone } from '../triggers/schedule/zone.ts';
import type { TriggerInfo } from '../triggers/trigger-control.ts';
import { invalidInput } from './failures.ts';
import { patternOf, triggerName } from './trigger-name.ts';
import { iso } from './views.ts';

const MOST_OF_EACH = 500;
const MOST = 5000;

export interface WeekQuestion {
  /** Of these, those schedules count that are on and not paused. */
  readonly triggers: readonly TriggerInfo[];
  /** ISO 8601; a date is its midnight. Default: now. */
  readonly from: string | undefined;
  readonly zone: string | undefined;
  readonly asleep: readonly { readonly from: string; readonly to: string }[];
  readonly night: { readonly from: string; readonly to: string } | undefined;
}

/** `now` in milliseconds. Throws INVALID_INPUT for a zone that is none. */
export function planWeek({ triggers, from: asked, zone: zoneName, asleep, night }: WeekQuestion, now: number): Week {
  const zone = readZone(zoneName);
  const from = asked === undefined ? now : asked.includes('T') ? Date.parse(asked) : midnightOf(zone, asked);
  const days = daysBetween(zone, from, from + WEEK_MS);
  // A week that begins at midnight ends at one, also where the clocks change in it.
  const until = asked?.includes('T') === false ? (days[6]?.to ?? from + WEEK_MS) : from + WEEK_MS;
  const sleeps = [
    ...asleep.map((one) => ({ from: Date.parse(one.from), to: Date.parse(one.to) })),
    ...(night === undefined ? [] : nightsBetween(zone, from, until, { from: minutesOf(night.from), to: minutesOf(night.to) })),
  ];
  return {
    zone: zone.name,
    from: iso(from),
    until: iso(until),
    days: daysBetween(zone, from, until).map((day) => ({ date: day.date, from: iso(day.from), to: iso(day.to) })),
    shifts: clockChangesBetween(zone, from, until).map(({ at, minutes }) => ({ at: iso(at), minutes })),
    // A time at the very first moment belongs to the week, one at the last to the next.
    ...planSchedules(triggers, { from: from - 1, until: until - 1 }, sleeps),
  };
}

function planSchedules(
  triggers: readonly TriggerInfo[],
  period: { readonly from: number; readonly until: number },
  sleeps: readonly SleepWindow[],
): Pick<Week, 'schedules' | 'items' | 'more'> {
  let more = false;
  const schedules: Week['schedules'] = [];
  const items = triggers.flatMap((info) => {
    const { workflow, document, paused } = info;
    if (document.type !== 'schedule' || paused || !workflow.enabled || document.enabled === false) return [];
    const config = scheduleTrigger.config.safeParse(document.config);
    if (!config.success) return [];
    const { timezone, catchUp } = config.data;
    const names = { trigger: triggerName(info), workflow: workflow.name, workflowId: workflow.id };
    schedules.push({ ...names, pattern: patternOf(info), zone: timezone ?? machineZone(), catchUp });
    const rows = simulateSchedule(info.key, config.data, period, sleeps, MOST_OF_EACH);
    if (rows.length === MOST_OF_EACH) more = true;
    return rows.map(({ at, slot, ...row }) => ({ ...names, at: iso(at), slot: iso(slot), ...row }));
  });
  items.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { schedules, items: items.slice(0, MOST), more: more || items.length > MOST };
}

function readZone(name: string | undefined): Zone {
  try {
    return openZone(name ?? machineZone());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `${error.message}; write a name such as Europe/Berlin or UTC`;
    throw invalidInput([{ code: 'INVALID_INPUT', message, severity: 'error', path: 'zone' }]);
  }
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
