import { Button, Checkbox, Skeleton, Text, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlannedFiring } from '../../shared/contract/triggers.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { nightsOf, weekDays } from './week-days.ts';
import classes from './week-tab.module.css';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const weekdayName = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
const dayName = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const mostTimes = 4;

/** What the schedules will do in the next seven days, also when the machine sleeps at night. */
export function WeekTab({ workflow }: { readonly workflow: string }) {
  const [from] = useState(() => new Date());
  const [sleeps, setSleeps] = useState(false);
  const [night, setNight] = useState({ from: '22:00', to: '07:00' });
  const asleep = sleeps ? nightsOf(from, night) : [];
  const week = useQuery({
    queryKey: ['triggers', 'week', from.toISOString(), asleep],
    queryFn: ({ signal }) => engine.triggers.week({ from: from.toISOString(), asleep }, { signal }),
    placeholderData: keepPreviousData,
  });
  const items = (week.data?.items ?? []).filter((one) => workflow === '' || one.workflow === workflow);
  const days = weekDays(from);
  return (
    <div className={classes.week}>
      <div className={classes.bar}>
        <Checkbox
          size="xs"
          label="What if the machine sleeps every night"
          checked={sleeps}
          onChange={(event) => setSleeps(event.currentTarget.checked)}
        />
        <TextInput
          size="xs"
          type="time"
          aria-label="From"
          disabled={!sleeps}
          value={night.from}
          onChange={(event) => setNight({ ...night, from: event.currentTarget.value })}
        />
        <Text size="xs">to</Text>
        <TextInput
          size="xs"
          type="time"
          aria-label="To"
          disabled={!sleeps}
          value={night.to}
          onChange={(event) => setNight({ ...night, to: event.currentTarget.value })}
        />
        {week.data?.more && (
          <Text size="xs" c="dimmed">
            Schedules that fire very often are cut short.
          </Text>
        )}
      </div>
      {week.isError && (
        <Failed title="The week could not be worked out" {...describeFailure(week.error)} onRetry={() => void week.refetch()} />
      )}
      {week.isPending && <Skeleton height={200} m={20} />}
      {week.isSuccess && items.length === 0 && (
        <Empty
          title="No schedule is on"
          action={
            <Button mt="xs" size="xs" variant="default" component="a" href={hrefTo('triggers')}>
              See all triggers
            </Button>
          }
        >
          Schedules that are on, and not paused, are shown here with every time of the next seven days.
        </Empty>
      )}
      {items.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard.
        <section className={classes.scroll} tabIndex={0} aria-label="The next seven days">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Schedule</th>
                {days.map((day) => (
                  <th key={day.getTime()} scope="col">
                    {weekdayName.format(day)}
                    <div className={classes.date}>{dayName.format(day)}</div>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...Map.groupBy(items, ({ trigger }) => trigger)].map(([trigger, firings]) => (
                <tr key={trigger}>
                  <th scope="row">
                    <a href={hrefTo('builder', firings[0]?.workflowId ?? '')}>{trigger}</a>
                  </th>
                  {days.map((day, index) => (
                    <td key={day.getTime()}>
                      <Times firings={firings.filter(({ at }) => isOn(at, day, days[index + 1]))} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

function isOn(at: string, day: Date, next: Date | undefined): boolean {
  const time = Date.parse(at);
  return time >= day.getTime() && (next === undefined || time < next.getTime());
}

function Times({ firings }: { readonly firings: readonly PlannedFiring[] }) {
  const runs = firings.filter(({ verdict }) => verdict === 'started');
  const missed = firings.reduce((sum, { verdict, missedCount }) => sum + (verdict === 'missed' ? missedCount : 0), 0);
  const caughtUp = runs.filter(({ at, slot }) => at !== slot).length;
  return (
    <>
      {runs.length > mostTimes ? (
        <div title={runs.map(({ at }) => clock.format(Date.parse(at))).join(' ')}>{runs.length} times</div>
      ) : (
        runs.map(({ at, slot }) => (
          <div key={slot} className={at === slot ? undefined : classes.late}>
            {clock.format(Date.parse(at))}
            {at !== slot && <small> for {clock.format(Date.parse(slot))}</small>}
          </div>
        ))
      )}
      {runs.length > mostTimes && caughtUp > 0 && <div className={classes.late}>{caughtUp} caught up</div>}
      {missed > 0 && <div className={classes.missed}>{missed} missed</div>}
    </>
  );
}
