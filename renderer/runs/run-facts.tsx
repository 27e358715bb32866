import { memo } from 'react';
import type { RunHead } from '../../shared/contract/run-details.ts';
import { startedByText } from '../ui/started-by.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { Ago, Elapsed } from '../ui/time.tsx';
import classes from './run-page.module.css';

/** How a run stands, in a line. */
export const RunFacts = memo(function RunFacts({ head }: { readonly head: RunHead }) {
  return (
    <>
      <StateBadge state={head.state} />
      <span>
        <Ago at={head.createdAt} />, <Elapsed ms={head.durationMs} since={head.startedAt} />
      </span>
      <span>by {startedByText(head.triggeredBy)}</span>
      <span>
        version {head.version}
        {head.versionIsCurrent ? '' : ' (not the current one)'}
      </span>
      <span className={classes.id}>{head.runId}</span>
    </>
  );
});
