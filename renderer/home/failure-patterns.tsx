import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { Line, Lines, Nothing, Panel } from './panel.tsx';
import { useFailures } from './use-stats.ts';

const days = 30;
const most = 5;

/** What fails again and again. */
export function FailurePatterns() {
  const failures = useFailures(days, most);
  const items = failures.data?.patterns.slice(0, most) ?? [];
  return (
    <Panel title="Fails again and again" isLoading={failures.isPending}>
      {failures.isError && (
        <Failed title="The failures could not be read" {...describeFailure(failures.error)} onRetry={() => void failures.refetch()} />
      )}
      {failures.isSuccess && items.length === 0 && <Nothing>Nothing has failed in {days} days.</Nothing>}
      <Lines>
        {items.map(({ workflow, workflowId, stepId, code, message, runs, lastRunId }) => (
          <Line
            key={[workflowId, stepId, code].join(' ')}
            href={lastRunId === null ? hrefTo('builder', workflowId) : hrefTo('runs', lastRunId, ...(stepId === null ? [] : [stepId]))}
            name={stepId === null ? workflow : `${workflow} › ${stepId}`}
            when={runs === 1 ? 'once' : `${runs} times`}
            why={`${code}: ${message}`}
          />
        ))}
      </Lines>
    </Panel>
  );
}
