import { useQuery } from '@tanstack/react-query';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { itemTitle } from '../ui/item-title.ts';
import { Failed } from '../ui/notice.tsx';
import { hrefTo } from '../ui/route.ts';
import { Ago } from '../ui/time.tsx';
import { Line, Lines, Nothing, Panel, PanelLink } from './panel.tsx';

const most = 4;

/** What waits for a person. */
export function InboxPanel() {
  const inbox = useQuery({ queryKey: ['inbox', 'of home'], queryFn: ({ signal }) => engine.inbox.list({ limit: most }, { signal }) });
  const items = inbox.data?.items ?? [];
  return (
    <Panel
      title="Waits for you"
      isLoading={inbox.isPending}
      aside={items.length > 0 && <PanelLink href={hrefTo('inbox')}>Inbox</PanelLink>}
    >
      {inbox.isError && (
        <Failed title="The inbox could not be read" {...describeFailure(inbox.error)} onRetry={() => void inbox.refetch()} />
      )}
      {inbox.isSuccess && items.length === 0 && <Nothing>Nothing waits for you.</Nothing>}
      <Lines>
        {items.slice(0, most).map(({ id, kind, workflow, title, stepId, message, openedAt }) => (
          <Line
            key={id}
            href={hrefTo('inbox', id)}
            mark={kind === 'interrupted' ? '!' : '?'}
            tone="ask"
            name={workflow}
            when={<Ago at={openedAt} />}
            why={itemTitle({ title, stepId, message })}
          />
        ))}
      </Lines>
    </Panel>
  );
}
