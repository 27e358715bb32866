import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { InboxDecision, InboxItem } from '../../shared/contract/inbox.ts';
import type { Json } from '../../shared/lib/json.ts';
import { engine } from '../bridge/engine.ts';

const pageSize = 50;

/** Newest first, a page at a time; `useWatchInbox` lets it be read anew. */
export function useInbox(open: boolean) {
  return useInfiniteQuery({
    queryKey: ['inbox', open],
    queryFn: ({ pageParam, signal }) =>
      engine.inbox.list({ open, limit: pageSize, ...(pageParam === '' ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** One item, which may not be among those that were listed. */
export function useInboxItem(id: string | undefined) {
  return useQuery({
    queryKey: ['inbox', 'item', id],
    queryFn: ({ signal }) => engine.inbox.get({ item: id ?? '' }, { signal }),
    enabled: id !== undefined,
  });
}

export interface Answer {
  readonly decision: InboxDecision;
  readonly output?: Json;
}

/** Settles a step that was cut off, as it was shown: the engine refuses when it has changed since, and the item is read anew. */
export function useSettle({ id, hash }: InboxItem) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ decision, output }: Answer) =>
      engine.inbox.answer({ item: id, hash, decision, ...(output === undefined ? {} : { output }) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['inbox'] }),
  });
}
