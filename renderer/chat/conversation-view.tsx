import { ActionIcon, Button, Menu, Select, Text, TextInput } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import type { ChatSession } from '../../shared/contract/chat.ts';
import { describeFailure } from '../bridge/failure.ts';
import { MoreIcon } from '../ui/icons.tsx';
import { Failed } from '../ui/notice.tsx';
import { RowSkeletons } from '../ui/row-skeletons.tsx';
import { Composer } from './composer.tsx';
import classes from './conversation-view.module.css';
import { MessageView } from './message-view.tsx';
import { useAgentNames, useAlterChat } from './use-chats.ts';
import { useConversation, useSay } from './use-conversation.ts';

/** How far from the end one may have scrolled up and still be taken along by what comes. */
const nearEndPx = 80;

export function ConversationView({ chat, onRemove }: { readonly chat: ChatSession; onRemove(): void }) {
  const { messages, isLoaded, error, showOlder } = useConversation(chat.id);
  const say = useSay(chat.id);
  const alter = useAlterChat(chat.id);
  const agents = useAgentNames();
  const [isNaming, setNaming] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);

  // Whatever makes the list longer: a message, or an answer that grows.
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const stayAtEnd = (): void => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    };
    const observer = new ResizeObserver(stayAtEnd);
    for (const child of element.children) observer.observe(child);
    stayAtEnd();
    return () => observer.disconnect();
  });

  const names = [...new Set([chat.agent, ...(agents.data ?? [])])];
  return (
    <section className={classes.conversation} aria-label={chat.title}>
      <header className={classes.head}>
        {isNaming ? (
          <TextInput
            size="xs"
            className={classes.title}
            aria-label="Title of the chat"
            defaultValue={chat.title}
            autoFocus
            onBlur={() => setNaming(false)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setNaming(false);
              if (event.key !== 'Enter') return;
              const title = event.currentTarget.value.trim();
              if (title !== '') alter.mutate({ title });
              setNaming(false);
            }}
          />
        ) : (
          <h2 className={classes.title}>{chat.title}</h2>
        )}
        <Select
          size="xs"
          w={170}
          aria-label="Who answers"
          data={names}
          value={chat.agent}
          allowDeselect={false}
          onChange={(agent) => agent !== null && alter.mutate({ agent })}
        />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label="More">
              <MoreIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setNaming(true)}>Rename</Menu.Item>
            <Menu.Item c="var(--mantine-color-error)" onClick={onRemove}>
              Delete this chat
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      <div
        className={classes.messages}
        ref={list}
        // A list that scrolls is reached by the keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: so that its text can be scrolled with the arrows
        tabIndex={0}
        role="log"
        aria-label="Messages"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEndPx;
        }}
      >
        {error !== undefined && <Failed title="This chat could not be read" {...describeFailure(error)} />}
        {!isLoaded && error === undefined && <RowSkeletons label="Loading the chat" rowHeight={60} />}
        {showOlder !== undefined && (
          <Button size="xs" variant="subtle" onClick={() => void showOlder()}>
            Earlier messages
          </Button>
        )}
        {isLoaded && messages.length === 0 && (
          <div className={classes.empty}>
            <Text size="sm">Ask about your files and repositories, or start a workflow.</Text>
            <Text size="xs" c="dimmed">
              {chat.agent} works in {chat.folder} and reads only, unless its page grants more. Type / to see the commands.
            </Text>
          </div>
        )}
        {messages.map((message) => (
          <MessageView key={message.id} message={message} />
        ))}
        {say.isError && <Failed title="That was not sent" {...describeFailure(say.error)} />}
      </div>
      <Composer
        isBusy={say.isPending}
        agent={chat.agent}
        onSay={(text) => {
          isAtEnd.current = true;
          say.mutate(text);
        }}
      />
    </section>
  );
}
