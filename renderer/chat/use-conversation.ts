import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { ChatMessage } from '../../shared/contract/chat.ts';
import { engine } from '../bridge/engine.ts';
import { useFeed } from '../bridge/use-feed.ts';

const pageSize = 100;

export interface Conversation {
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  readonly isLoaded: boolean;
  readonly error: unknown;
  /** Undefined: there are no older ones. */
  readonly showOlder: (() => Promise<void>) | undefined;
}

/** What was said in a chat: the latest of it, then whatever comes or changes. */
export function useConversation(session: string): Conversation {
  const [messages, setMessages] = useState<ReadonlyMap<number, ChatMessage>>(new Map());
  const [isLoaded, setLoaded] = useState(false);
  const [error, setError] = useState<unknown>();
  const [older, setOlder] = useState<string | null>(null);
  const last = useRef<number>(undefined);

  const add = useCallback((items: readonly ChatMessage[]): void => {
    for (const { change } of items) last.current = Math.max(last.current ?? 0, change);
    setMessages((before) => new Map([...before, ...items.map((item) => [item.id, item] as const)]));
  }, []);

  async function open(signal: AbortSignal) {
    if (last.current === undefined) {
      const page = await engine.chat.messages({ session, limit: pageSize }, { signal });
      add(page.items);
      setOlder(page.next);
      setLoaded(true);
    }
    return engine.chat.watch({ session, after: last.current ?? 0 }, { signal });
  }
  useFeed(session, open, ({ messages: news }) => add(news), setError);

  return {
    messages: [...messages.values()].sort((a, b) => a.id - b.id),
    isLoaded,
    error,
    showOlder:
      older === null
        ? undefined
        : async () => {
            const page = await engine.chat.messages({ session, limit: pageSize, cursor: older });
            setMessages((before) => new Map([...page.items.map((item) => [item.id, item] as const), ...before]));
            setOlder(page.next);
          },
  };
}

export function useSay(session: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => engine.chat.send({ session, text }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['chats'] }),
  });
}
