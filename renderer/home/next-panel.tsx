import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { Until } from '../ui/until.tsx';
import { Line, Lines, Nothing, Panel, PanelLink } from './panel.tsx';
import { useNext } from './use-stats.ts';

const most = 4;
/** A schedule that fires often must not hide the others. */
const lookAhead = 60;

/** What is scheduled next. */
export function NextPanel() {
  const next = useNext(lookAhead);
  const items = [...new Map((next.data?.items ?? []).toReversed().map((one) => [one.trigger, one])).values()]
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, most);
  return (
    <Panel
      title="Next"
      isLoading={next.isPending}
      aside={items.length > 0 && <PanelLink href={hrefTo('triggers', 'week')}>The week</PanelLink>}
    >
      {next.isError && (
        <Failed title="The schedules could not be read" {...describeFailure(next.error)} onRetry={() => void next.refetch()} />
      )}
      {next.isSuccess && items.length === 0 && <Nothing>No schedule is on.</Nothing>}
      <Lines>
        {items.map(({ trigger, workflow, at }) => (
          <Line key={trigger} href={hrefTo('triggers', 'of', workflow)} name={workflow} when={<Until at={at} />} />
        ))}
      </Lines>
    </Panel>
  );
}
