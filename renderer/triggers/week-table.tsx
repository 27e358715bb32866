import { useMemo } from 'react';
import type { PlannedFiring, Week } from '../../shared/contract/triggers.ts';
import { showControls } from '../../shared/lib/show-controls.ts';
import { hrefTo } from '../ui/route.ts';
import { triggerText } from '../ui/trigger-words.ts';
import { scheduleText } from './schedule-text.ts';
import classes from './week-tab.module.css';

const mostTimes = 4;

/** A row for each schedule, a column for each day, the times by the clock of the week's zone. */
export function WeekTable({ week }: { readonly week: Week }) {
  const { zone, days, shifts, schedules, items } = week;
  const clock = useMemo(() => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }), [zone]);
  const byTrigger = useMemo(() => Map.groupBy(items, ({ trigger }) => trigger), [items]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard.
    <section className={classes.scroll} tabIndex={0} aria-label="Seven days">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              Schedule
              <div className={classes.date}>{zone}</div>
            </th>
            {days.map(({ date, from, to }) => (
              <th key={date} scope="col">
                {weekdayName.format(new Date(date))}
                <div className={classes.date}>{dayName.format(new Date(date))}</div>
                {shifts
                  .filter(({ at }) => at >= from && at < to)
                  .map(({ at, minutes }) => (
                    <div key={at} className={classes.shift} title={`The clocks are changed to ${clock.format(Date.parse(at))}`}>
                      {shiftText(minutes)}
                    </div>
                  ))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {schedules.map(({ trigger, workflow, workflowId, pattern, zone: own, catchUp }) => (
            <tr key={trigger}>
              <th scope="row">
                <a href={hrefTo('builder', workflowId)}>{showControls(triggerText(trigger, workflow))}</a>
                <div className={classes.date} title={pattern}>
                  {scheduleText(showControls(pattern))}
                  {own === zone ? '' : `, ${own}`}
                </div>
                <div className={classes.date}>{catchUpTexts[catchUp]}</div>
              </th>
              {days.map(({ date, from, to }) => (
                <td key={date}>
                  <Times firings={(byTrigger.get(trigger) ?? []).filter(({ at }) => at >= from && at < to)} clock={clock} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Dates of a calendar, whatever the zone of this machine. */
const weekdayName = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' });
const dayName = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

const catchUpTexts = {
  once: 'catches up once',
  all: 'catches up all',
  skip: 'catches up nothing',
} as const;

function shiftText(minutes: number): string {
  const size = Math.abs(minutes);
  return `clocks ${minutes > 0 ? '+' : '−'}${size % 60 === 0 ? `${size / 60} h` : `${size} min`}`;
}

function Times({ firings, clock }: { readonly firings: readonly PlannedFiring[]; readonly clock: Intl.DateTimeFormat }) {
  const runs = firings.filter(({ verdict }) => verdict === 'started');
  const missed = firings.reduce((sum, { verdict, missedCount }) => sum + (verdict === 'missed' ? missedCount : 0), 0);
  const caughtUp = runs.filter(({ late }) => late).length;
  return (
    <>
      {runs.length > mostTimes ? (
        <div title={runs.map(({ at }) => clock.format(Date.parse(at))).join(' ')}>{runs.length} times</div>
      ) : (
        runs.map(({ at, slot, late }) => (
          <div key={slot} className={late ? classes.late : undefined}>
            {clock.format(Date.parse(at))}
            {late && <small> for {clock.format(Date.parse(slot))}</small>}
          </div>
        ))
      )}
      {runs.length > mostTimes && caughtUp > 0 && <div className={classes.late}>{caughtUp} caught up</div>}
      {missed > 0 && <div className={classes.missed}>{missed} missed</div>}
    </>
  );
}
