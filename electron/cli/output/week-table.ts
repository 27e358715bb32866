import type { PlannedFiring, Week } from '../../../shared/contract/triggers.ts';
import type { Terminal } from '../terminal.ts';
import { inertLine, pad } from './text.ts';

type Screen = Pick<Terminal, 'style'>;

/** More times of one schedule on one day are counted, not listed. */
const mostTimes = 12;
const catchUpTexts = { once: 'catches up once', all: 'catches up all', skip: 'catches up nothing' } as const;
const weekdayName = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Day by day, what each schedule would do, by the clock of the week's zone. */
export function weekText({ zone, days, shifts, schedules, items, more }: Week, screen: Screen): string {
  if (schedules.length === 0) return 'No schedule is on.\n';
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone });
  const timeOf = (at: string): string => clock.format(Date.parse(at));
  const widest = Math.max(...schedules.map(({ trigger }) => inertLine(trigger).length));
  const lines = [
    `By the clock of ${zone}:`,
    ...schedules.map(
      ({ trigger, pattern, zone: own, catchUp }) =>
        `  ${pad(inertLine(trigger), widest)}  ${inertLine(pattern)}${own === zone ? '' : ` in ${own}`}, ${catchUpTexts[catchUp]}`,
    ),
  ];
  for (const { date, from, to } of days) {
    const shift = shifts.filter(({ at }) => at >= from && at < to).map(({ at, minutes }) => shiftText(minutes, timeOf(at)));
    lines.push('', [weekdayName.format(new Date(date)), ...shift].join('  '));
    const today = items.filter(({ at }) => at >= from && at < to);
    if (today.length === 0) lines.push('  nothing');
    for (const [trigger, firings] of Map.groupBy(today, (firing) => firing.trigger))
      lines.push(`  ${pad(inertLine(trigger), widest)}  ${timesText(firings, timeOf, screen)}`);
  }
  if (more) lines.push('', 'Schedules that fire very often are cut short.');
  return lines.map((line) => `${line}\n`).join('');
}

function timesText(firings: readonly PlannedFiring[], timeOf: (at: string) => string, screen: Screen): string {
  const runs = firings.filter(({ verdict }) => verdict === 'started');
  const missed = firings.reduce((sum, { verdict, missedCount }) => sum + (verdict === 'missed' ? missedCount : 0), 0);
  const late = runs.filter((firing) => firing.late).length;
  const times = runs.map((firing) =>
    firing.late ? screen.style('yellow', `${timeOf(firing.at)} (for ${timeOf(firing.slot)})`) : timeOf(firing.at),
  );
  const [first, last] = [runs[0], runs.at(-1)];
  const listed =
    times.length <= mostTimes || first === undefined || last === undefined
      ? times
      : [`${runs.length} times from ${timeOf(first.at)} to ${timeOf(last.at)}${late === 0 ? '' : `, ${late} late`}`];
  return [...listed, ...(missed === 0 ? [] : [screen.style('red', `${missed} missed`)])].join('  ');
}

function shiftText(minutes: number, to: string): string {
  return `clocks go ${minutes > 0 ? 'forward' : 'back'} ${Math.abs(minutes)} min to ${to}`;
}
