import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { Ago } from '../ui/time.tsx';
import { Line, Lines, Nothing, Panel } from './panel.tsx';
import { useFailures } from './use-stats.ts';

const days = 7;
const most = 5;

/** What failed lately and why; each leads to the step. */
export function RecentFailures() {
  const failures = useFailures(days, most);
  const items = failures.data?.recent ?? [];
  return (
    <Panel title="Failed lately" isLoading={failures.isPending}>
      {failures.isError && (
        <Failed title="The failures could not be read" {...describeFailure(failures.error)} onRetry={() => void failures.refetch()} />
      )}
      {failures.isSuccess && items.length === 0 && <Nothing>Nothing has failed in {days} days.</Nothing>}
      <Lines>
        {items.map(({ runId, stepId, workflow, at, message, hint }) => (
          <Line
            key={runId}
            href={stepId === null ? hrefTo('runs', runId) : hrefTo('runs', runId, stepId)}
            mark="✕"
            tone="bad"
            name={stepId === null ? workflow : `${workflow} › ${stepId}`}
            when={<Ago at={at} />}
            why={message}
            help={hint === null ? message : `${message}\n${hint}`}
          />
        ))}
      </Lines>
    </Panel>
  );
}
