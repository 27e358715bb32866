import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { Nothing, Panel } from './panel.tsx';
import classes from './trend-panel.module.css';
import { useTrend } from './use-stats.ts';

// The charts are most of what this page would load: everything else is drawn before them.
const TrendChart = lazy(async () => ({ default: (await import('./trend-chart.tsx')).TrendChart }));

/** How each of the last days went. */
export function TrendPanel() {
  const [days, setDays] = useState(7);
  const trend = useTrend(days);
  const items = trend.data?.items ?? [];
  const isQuiet = items.every(({ runs }) => runs === 0);
  return (
    <Panel
      title={`The last ${days} days`}
      isLoading={trend.isPending}
      aside={
        <SegmentedControl
          size="xs"
          aria-label="How many days"
          data={['7', '30', '90']}
          value={String(days)}
          onChange={(value) => setDays(Number(value))}
        />
      }
    >
      {trend.isError && (
        <Failed title="The days could not be read" {...describeFailure(trend.error)} onRetry={() => void trend.refetch()} />
      )}
      {trend.isSuccess && isQuiet && <Nothing>No run has ended in this time.</Nothing>}
      {trend.isSuccess && !isQuiet && (
        <div className={classes.chart}>
          <Suspense>
            <TrendChart days={items} />
          </Suspense>
        </div>
      )}
    </Panel>
  );
}
