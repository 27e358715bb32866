import { Button, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import type { InboxItem } from '../../shared/contract/inbox.ts';
import { describeFailure } from '../bridge/failure.ts';
import { useInboxCount } from '../bridge/inbox-count.ts';
import { itemTitle } from '../ui/item-title.ts';
import layout from '../ui/list-detail.module.css';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { Ago } from '../ui/time.tsx';
import { Until } from '../ui/until.tsx';
import { InboxDetail } from './inbox-detail.tsx';
import classes from './inbox-page.module.css';
import { useInbox, useInboxItem } from './use-inbox.ts';

const kinds: Readonly<Record<InboxItem['kind'], string>> = {
  approval: 'Approval',
  escalation: 'Escalation',
  interrupted: 'Cut off',
};

/** Everything that waits, or has waited, for a person. */
export function InboxPage({ item: asked }: { readonly item: string | undefined }) {
  const [isOpen, setOpen] = useState(true);
  const count = useInboxCount();
  const inbox = useInbox(isOpen);
  const items = inbox.data?.pages.flatMap((page) => page.items) ?? [];
  const listed = items.find(({ id }) => id === asked);
  const other = useInboxItem(asked !== undefined && listed === undefined ? asked : undefined);
  const shown = listed ?? other.data ?? (asked === undefined ? items[0] : undefined);
  return (
    <Page
      title="Inbox"
      subtitle={
        count !== undefined && (count.open === 0 ? 'Nothing waits for you' : `${count.open} ${count.open === 1 ? 'waits' : 'wait'} for you`)
      }
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Which items"
          data={[
            { value: 'open', label: 'Waiting' },
            { value: 'closed', label: 'Answered' },
          ]}
          value={isOpen ? 'open' : 'closed'}
          onChange={(value) => setOpen(value === 'open')}
        />
      }
    >
      {inbox.isError && (
        <Failed title="The inbox could not be read" {...describeFailure(inbox.error)} onRetry={() => void inbox.refetch()} />
      )}
      {inbox.isPending && <RowSkeletons label="Loading the inbox" rowHeight={60} />}
      {inbox.isSuccess && items.length === 0 && shown === undefined && <NothingWaits isOpen={isOpen} />}
      {(items.length > 0 || shown !== undefined) && (
        <div className={layout.columns}>
          <nav className={layout.list} aria-label="Items">
            {items.map((item) => (
              <a
                key={item.id}
                href={hrefTo('inbox', item.id)}
                className={layout.one}
                aria-current={item.id === shown?.id ? 'page' : undefined}
              >
                <span className={classes.top}>
                  <span className={classes.kind} data-kind={item.kind}>
                    {kinds[item.kind]}
                  </span>
                  <span className={classes.when}>
                    <Ago at={item.closedAt ?? item.openedAt} />
                  </span>
                </span>
                <span className={classes.title}>{itemTitle(item)}</span>
                <span className={classes.workflow}>
                  {item.workflow}
                  {item.dueAt !== null && item.status === 'open' && (
                    <>
                      , due <Until at={item.dueAt} />
                    </>
                  )}
                </span>
              </a>
            ))}
            {inbox.hasNextPage && (
              <Button size="xs" variant="subtle" loading={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
                Older ones
              </Button>
            )}
            {items.length === 0 && (
              <Text size="sm" c="dimmed" p={12}>
                Nothing else is here.
              </Text>
            )}
          </nav>
          {shown !== undefined && <InboxDetail key={`${shown.id} ${shown.hash}`} item={shown} />}
          {shown === undefined && other.isError && <Failed title="This item could not be read" {...describeFailure(other.error)} />}
        </div>
      )}
    </Page>
  );
}

function NothingWaits({ isOpen }: { readonly isOpen: boolean }) {
  if (!isOpen) return <Empty title="Nothing has been answered yet">What you decide about approvals and escalations is kept here.</Empty>;
  return (
    <Empty
      title="Nothing waits for you"
      action={
        <Button mt="xs" size="xs" variant="default" component="a" href={hrefTo('home')}>
          Go to Home
        </Button>
      }
    >
      Approvals that workflows ask for come here, and steps that were cut off in the middle when nobody can tell whether they took effect.
    </Empty>
  );
}
