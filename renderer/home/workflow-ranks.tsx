import type { WorkflowStats } from '../../shared/contract/stats.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { durationText } from '../ui/time.tsx';
import { Line, Lines, Nothing, Panel } from './panel.tsx';
import { useRanks } from './use-stats.ts';

const days = 30;
const most = 5;

interface WorkflowRanksProps {
  readonly title: string;
  readonly sort: 'slowest' | 'least_reliable';
}

/** The workflows that stand out, the worst first. */
export function WorkflowRanks({ title, sort }: WorkflowRanksProps) {
  const ranks = useRanks(sort, days, most);
  const items = (ranks.data?.items ?? []).filter((one) => (sort === 'slowest' ? one.duration !== null : one.failures > 0));
  return (
    <Panel title={title} isLoading={ranks.isPending}>
      {ranks.isError && (
        <Failed title="The workflows could not be compared" {...describeFailure(ranks.error)} onRetry={() => void ranks.refetch()} />
      )}
      {ranks.isSuccess && items.length === 0 && (
        <Nothing>{sort === 'slowest' ? `No run went well in ${days} days.` : `No run has failed in ${days} days.`}</Nothing>
      )}
      <Lines>
        {items.map((stats) => (
          <Line
            key={stats.workflowId}
            href={
              stats.lastFailure !== null && sort !== 'slowest'
                ? hrefTo('runs', stats.lastFailure.runId)
                : hrefTo('builder', stats.workflowId)
            }
            name={stats.workflow}
            when={sort === 'slowest' ? slowness(stats) : reliability(stats)}
            why={sort === 'slowest' ? detailOfTime(stats) : `${stats.failures} of ${stats.runs} failed`}
          />
        ))}
      </Lines>
    </Panel>
  );
}

function slowness({ duration }: WorkflowStats): string {
  return duration === null ? '–' : durationText(duration.p95Ms);
}

function detailOfTime({ duration, runs }: WorkflowStats): string {
  return duration === null ? '' : `half take ${durationText(duration.p50Ms)} or less, ${runs} runs`;
}

function reliability({ successRate }: WorkflowStats): string {
  return successRate === null ? '–' : `${Math.floor(successRate * 100)} % well`;
}
