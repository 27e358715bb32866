import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { InboxItem } from '../../shared/contract/inbox.ts';
import type { Settlement } from '../answer/settle-form.tsx';
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

/** Settles a step that was cut off, as it was shown: the engine refuses when it has changed since, and the item is read anew. */
export function useSettle({ id, hash }: InboxItem) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (settlement: Settlement) => engine.inbox.answer({ item: id, hash, ...settlement }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['inbox'] }),
  });
}
