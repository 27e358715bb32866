import { Button, Checkbox, Select, Skeleton, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { useWeek } from './use-week.ts';
import classes from './week-tab.module.css';
import { WeekTable } from './week-table.tsx';

/** What the schedules will do in the next seven days, or in others; also when the machine sleeps at night, and by the clock of any zone. */
export function WeekTab({ workflow }: { readonly workflow: string }) {
  const [from, setFrom] = useState('');
  const [zone, setZone] = useState('');
  const [sleeps, setSleeps] = useState(false);
  const [night, setNight] = useState({ from: '22:00', to: '07:00' });
  const isNight = sleeps && night.from !== '' && night.to !== '';
  const week = useWeek({ workflow, from, zone, night: isNight ? night : undefined });
  return (
    <div className={classes.week}>
      <div className={classes.bar}>
        <TextInput
          size="xs"
          type="date"
          aria-label="Seven days from"
          value={from === '' ? (week.data?.days[0]?.date ?? '') : from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        {from !== '' && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setFrom('')}>
            From now
          </Button>
        )}
        <Select
          size="xs"
          w={190}
          aria-label="Time zone"
          placeholder={`${machineZone} (here)`}
          data={zones}
          limit={60}
          value={zone === '' ? null : zone}
          onChange={(value) => setZone(value ?? '')}
          searchable
          clearable
        />
        <Checkbox
          size="xs"
          label="The machine sleeps each night"
          checked={sleeps}
          onChange={(event) => setSleeps(event.currentTarget.checked)}
        />
        <TextInput
          size="xs"
          type="time"
          aria-label="Sleeps from"
          disabled={!sleeps}
          value={night.from}
          onChange={(event) => setNight({ ...night, from: event.currentTarget.value })}
        />
        <Text size="xs">to</Text>
        <TextInput
          size="xs"
          type="time"
          aria-label="Sleeps to"
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
      {week.isSuccess && week.data.schedules.length === 0 && (
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
      {week.isSuccess && week.data.schedules.length > 0 && <WeekTable week={week.data} />}
    </div>
  );
}

const machineZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')];
