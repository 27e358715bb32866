import { useState } from 'react';
import { useSystem } from '../bridge/use-system.ts';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { useNow } from '../ui/time.tsx';
import { FailurePatterns } from './failure-patterns.tsx';
import { FavouritesPanel } from './favourites-panel.tsx';
import { Figures } from './figures.tsx';
import { FirstStart } from './first-start.tsx';
import classes from './home-page.module.css';
import { InboxPanel } from './inbox-panel.tsx';
import { NextPanel } from './next-panel.tsx';
import { RecentFailures } from './recent-failures.tsx';
import { TrendPanel } from './trend-panel.tsx';
import { UnderWayPanel } from './under-way-panel.tsx';
import { WorkflowRanks } from './workflow-ranks.tsx';

const today = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });

/** What goes on, what waits, what went wrong and what comes next; for who has no workflow yet, the way to the first. */
export function HomePage() {
  const system = useSystem();
  // Who has begun with the first workflow here stays with it until they leave.
  const [isFirst, setFirst] = useState(false);
  const hasNone = system.data?.counts.workflows === 0;
  // What was known when this page was left may have changed since.
  if (hasNone && system.isFetchedAfterMount && !isFirst) setFirst(true);
  if (isFirst) return <FirstStart />;
  if (hasNone || system.isPending)
    return (
      <Page title="Home" subtitle={<Today />}>
        <Loading label="Loading">{null}</Loading>
      </Page>
    );
  return (
    <Page title="Home" subtitle={<Today />}>
      <div className={classes.page}>
        <Figures />
        <div className={classes.columns}>
          <div className={classes.main}>
            <div className={classes.row}>
              <UnderWayPanel />
              <InboxPanel />
            </div>
            <TrendPanel />
          </div>
          <div className={classes.side}>
            <RecentFailures />
            <NextPanel />
            <FavouritesPanel />
          </div>
        </div>
        <div className={classes.row}>
          <WorkflowRanks title="Slowest" sort="slowest" />
          <WorkflowRanks title="Least reliable" sort="least_reliable" />
          <FailurePatterns />
        </div>
      </div>
    </Page>
  );
}

function Today() {
  return <span>{today.format(useNow(60_000))}</span>;
}
