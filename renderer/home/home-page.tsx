import { useQuery } from '@tanstack/react-query';
import type { RunStatus } from '../../shared/run/status.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { useSystem } from '../bridge/use-system.ts';
import { Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { FirstStart } from './first-start.tsx';
import classes from './home-page.module.css';
import { Panel } from './panel.tsx';
import { RunLines } from './run-lines.tsx';

const refreshMs = 2000;

/** What goes on, what waits, and what went wrong: at a glance. */
export function HomePage() {
  const system = useSystem();
  if (system.data?.counts.workflows === 0) return <FirstStart />;
  return (
    <Page title="Home">
      <div className={classes.grid}>
        <Runs title="Under way" states={['running', 'queued', 'waiting', 'paused']} nothing="Nothing runs right now." />
        <Runs title="Waits for you" states={['needs_attention']} nothing="Nothing waits for you." />
        <Runs title="Failed lately" states={['failed', 'timed_out', 'completed_with_errors']} nothing="Nothing has failed." />
      </div>
    </Page>
  );
}

interface RunsProps {
  readonly title: string;
  readonly states: readonly RunStatus[];
  readonly nothing: string;
}

function Runs({ title, states, nothing }: RunsProps) {
  const runs = useQuery({
    queryKey: ['runs', 'of home', states],
    queryFn: ({ signal }) => engine.runs.list({ states: [...states], limit: 6 }, { signal }),
    refetchInterval: refreshMs,
  });
  return (
    <Panel title={title} isLoading={runs.isPending}>
      {runs.isError && <Failed title="The runs could not be read" {...describeFailure(runs.error)} onRetry={() => void runs.refetch()} />}
      {runs.data && <RunLines runs={runs.data.items} nothing={nothing} />}
    </Panel>
  );
}
