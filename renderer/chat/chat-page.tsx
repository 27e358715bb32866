import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { describeFailure } from '../bridge/failure.ts';
import layout from '../ui/list-detail.module.css';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo, navigate } from '../ui/route.ts';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { Ago } from '../ui/time.tsx';
import classes from './chat-page.module.css';
import { ConversationView } from './conversation-view.tsx';
import { useBeginChat, useChats, useRemoveChat } from './use-chats.ts';

/** Chats: agents answer, workflows are started and tell how they ended. */
export function ChatPage({ chat: asked }: { readonly chat: string | undefined }) {
  const chats = useChats();
  const items = chats.data?.items ?? [];
  const shown = items.find(({ id }) => id === asked) ?? (asked === undefined ? items[0] : undefined);
  const begin = useBeginChat((id) => navigate('chat', id));
  const remove = useRemoveChat(() => navigate('chat'));

  // A chat that is spoken in moves to the top: the address keeps it shown.
  useEffect(() => {
    if (asked === undefined && shown !== undefined) window.history.replaceState(null, '', hrefTo('chat', shown.id));
  }, [asked, shown]);

  return (
    <Page
      title="Chat"
      subtitle={
        chats.isSuccess &&
        (items.length === 0 ? 'Nobody has said anything yet' : `${items.length} ${items.length === 1 ? 'chat' : 'chats'}`)
      }
      actions={
        <Button size="xs" variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
          New chat
        </Button>
      }
    >
      {chats.isError && (
        <Failed title="The chats could not be read" {...describeFailure(chats.error)} onRetry={() => void chats.refetch()} />
      )}
      {begin.isError && <Failed title="No chat was begun" {...describeFailure(begin.error)} />}
      {chats.isPending && <RowSkeletons label="Loading the chats" rowHeight={48} />}
      {chats.isSuccess && items.length === 0 && (
        <Empty
          title="No chats yet"
          action={
            <Button mt="xs" size="xs" loading={begin.isPending} onClick={() => begin.mutate()}>
              Begin a chat
            </Button>
          }
        >
          Ask an agent about your files, start workflows and answer what they ask. Workflows post here with chat.send.
        </Empty>
      )}
      {items.length > 0 && (
        <div className={layout.columns}>
          <nav className={layout.list} aria-label="Chats">
            {items.map(({ id, title, agent, updatedAt }) => (
              <a key={id} href={hrefTo('chat', id)} className={layout.one} aria-current={id === shown?.id ? 'page' : undefined}>
                <span className={classes.name}>{title}</span>
                <span className={classes.facts}>
                  {agent}, <Ago at={updatedAt} />
                </span>
              </a>
            ))}
          </nav>
          {shown === undefined ? (
            <Empty title="There is no such chat">It may have been deleted.</Empty>
          ) : (
            <ConversationView key={shown.id} chat={shown} onRemove={() => remove.mutate(shown.id)} />
          )}
        </div>
      )}
    </Page>
  );
}
