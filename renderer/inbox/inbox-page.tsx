import { useQuery } from '@tanstack/react-query';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo } from '../ui/route.ts';

/** Everything that waits for a person. */
export function InboxPage() {
  const runs = useQuery({
    queryKey: ['runs', 'that wait'],
    queryFn: ({ signal }) => engine.runs.list({ states: ['needs_attention'], limit: 100 }, { signal }),
    refetchInterval: 2000,
  });
  return (
    <Page title="Inbox">
      {runs.isError && <Failed title="The inbox could not be read" {...describeFailure(runs.error)} onRetry={() => void runs.refetch()} />}
      {runs.data?.items.length === 0 && (
        <Empty title="Nothing waits for you">A step that was cut off and cannot be repeated safely shows up here.</Empty>
      )}
      <ul>
        {runs.data?.items.map((run) => (
          <li key={run.runId}>
            <a href={hrefTo('runs', run.runId)}>{run.workflow}</a> {run.reason}
          </li>
        ))}
      </ul>
    </Page>
  );
}
