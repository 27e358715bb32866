import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { InboxCount } from '../../shared/contract/inbox.ts';
import { engine } from './engine.ts';
import { useFeed } from './use-feed.ts';

const key = ['inbox count'];

/** How much waits for a person, kept up to date by `useWatchInbox`. */
export function useInboxCount(): InboxCount | undefined {
  return useQuery<InboxCount>({ queryKey: key, enabled: false, staleTime: Number.POSITIVE_INFINITY }).data;
}

/** Listens for the whole window: to be used once. */
export function useWatchInbox(): void {
  const queries = useQueryClient();
  useFeed(
    'inbox count',
    (signal) => engine.inbox.watch(undefined, { signal }),
    (count) => {
      queries.setQueryData(key, count);
      void queries.invalidateQueries({ queryKey: ['inbox'] });
    },
  );
}
