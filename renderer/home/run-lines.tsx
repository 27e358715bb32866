import type { RunSummary } from '../../shared/contract/run-view.ts';
import { runReasonText } from '../ui/reason-text.ts';
import { hrefTo } from '../ui/route.ts';
import { StateMark } from '../ui/state-badge.tsx';
import { Ago, Elapsed } from '../ui/time.tsx';
import classes from './panel.module.css';
import { Nothing } from './panel.tsx';

/** Runs as lines that lead to them: which, how it stands, and for how long. */
export function RunLines({ runs, nothing }: { readonly runs: readonly RunSummary[]; readonly nothing: string }) {
  if (runs.length === 0) return <Nothing>{nothing}</Nothing>;
  return (
    <ul className={classes.list}>
      {runs.map((run) => (
        <li key={run.runId}>
          <a href={hrefTo('runs', run.runId)} className={classes.line} data-marked>
            <StateMark state={run.state} />
            <span className={classes.name}>{run.workflow}</span>
            <span className={classes.when}>
              {run.endedAt === null ? <Elapsed ms={null} since={run.startedAt} /> : <Ago at={run.endedAt} />}
            </span>
            <span className={classes.why}>{run.reason === null ? run.state.replaceAll('_', ' ') : runReasonText(run.reason)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
