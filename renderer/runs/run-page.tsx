import { Skeleton } from '@mantine/core';
import { describeFailure } from '../bridge/failure.ts';
import { Loading } from '../ui/loading.tsx';
import { Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { DryRunView } from './dry-run-view.tsx';
import { LoadedRun } from './loaded-run.tsx';
import { useRunDocument } from './use-run-document.ts';
import { useRunStory } from './use-run-story.ts';

interface RunPageProps {
  readonly runId: string;
  /** The path of the step to show at first. */
  readonly step: string | undefined;
}

/** One run: what it did and does, as it stands now or stood at any moment. */
export function RunPage({ runId, step }: RunPageProps) {
  const live = useRunStory(runId);
  const { head, failure } = live;
  const { pinned, error } = useRunDocument(runId, head?.dryRun);
  const wrong = head === undefined ? failure : error;
  if (wrong !== undefined && wrong !== null) {
    return (
      <Page title="Run">
        <Failed title={`The run ${runId} could not be read`} {...describeFailure(wrong)} />
      </Page>
    );
  }
  if (head?.dryRun === true) return <DryRunView head={head} />;
  if (head === undefined || pinned === undefined) {
    return (
      <Page title="Run">
        <Loading label="Loading the run">
          <Skeleton height={20} width="40%" />
          <Skeleton height={20} width="60%" />
        </Loading>
      </Page>
    );
  }
  return <LoadedRun head={head} pinned={pinned} live={live} initial={step} />;
}
