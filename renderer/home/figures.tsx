import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Tally } from '../../shared/contract/stats.ts';
import { useInboxCount } from '../bridge/inbox-count.ts';
import { useLiveRuns } from '../bridge/live-runs.ts';
import { hrefTo } from '../ui/route.ts';
import classes from './figures.module.css';
import { useOverview, useRetries } from './use-stats.ts';

const retryDays = 30;

/** The few numbers that say whether all is well, each the way to what is behind it. */
export function Figures() {
  const live = useLiveRuns();
  const inbox = useInboxCount();
  const overview = useOverview();
  const retries = useRetries(retryDays);
  const { today, yesterday, failedLastDay } = overview.data ?? {};
  const automatic = retries.data?.automatic;
  const underWay = live === undefined ? undefined : live.counts.running + live.counts.waiting + live.counts.paused;
  return (
    <section className={classes.figures} aria-label="Figures">
      <Figure
        label="Under way"
        value={underWay}
        note={live && live.counts.queued > 0 ? `${live.counts.queued} queued` : 'nothing queued'}
        page="runs"
      />
      <Figure
        label="Waits for you"
        value={inbox?.open}
        note={inbox?.open === 0 ? 'the inbox is empty' : 'in the inbox'}
        page="inbox"
        tone={inbox !== undefined && inbox.open > 0 ? 'ask' : undefined}
      />
      <Figure
        label="Failed in 24 hours"
        value={failedLastDay}
        note={failedLastDay === 0 ? 'none' : 'see why below'}
        page="runs"
        tone={(failedLastDay ?? 0) > 0 ? 'bad' : undefined}
      />
      <Figure label="Runs today" value={today?.runs} note={yesterday && `${yesterday.runs} yesterday`} page="runs" />
      <Figure label="Went well today" value={today && shareOf(today)} note={yesterday && `${shareOf(yesterday)} yesterday`} page="runs" />
      <Figure
        label="Saved by a retry"
        value={automatic && shareText(automatic.successShare)}
        note={automatic && `${automatic.wentWell} of ${automatic.runs} runs, ${retryDays} days`}
        page="runs"
      />
    </section>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string | number | undefined;
  readonly note: ReactNode;
  readonly page: string;
  readonly tone?: 'ask' | 'bad' | undefined;
}

function Figure({ label, value, note, page, tone }: FigureProps) {
  return (
    <a href={hrefTo(page)} className={classes.figure} data-tone={tone}>
      <span className={classes.label}>{label}</span>
      {value === undefined ? <Skeleton height={22} width={44} my={5} /> : <span className={classes.value}>{value}</span>}
      <span className={classes.note}>{value === undefined ? ' ' : note}</span>
    </a>
  );
}

function shareOf({ successRate }: Tally): string {
  return shareText(successRate);
}

function shareText(share: number | null): string {
  return share === null ? '–' : `${Math.floor(share * 100)} %`;
}
