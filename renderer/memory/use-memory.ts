import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { engine } from '../bridge/engine.ts';

/** Runs change memories while one looks. */
const refreshMs = 4000;
const pageSize = 100;

export interface EntryFilter {
  readonly agent: string | undefined;
  readonly source: string | undefined;
  readonly query: string;
}

/** Who remembers how much, and from whom. */
export function useKnowledge() {
  return useQuery({
    queryKey: ['memory', 'knowledge'],
    queryFn: ({ signal }) => engine.memory.knowledge(undefined, { signal }),
    refetchInterval: refreshMs,
  });
}

/** The newest first, a page at a time; read anew while only a few pages are there. */
export function useEntries({ agent, source, query }: EntryFilter) {
  return useInfiniteQuery({
    queryKey: ['memory', 'entries', agent, source, query],
    queryFn: ({ pageParam, signal }) =>
      engine.memory.list(
        {
          limit: pageSize,
          ...(agent === undefined ? {} : { agent }),
          ...(source === undefined ? {} : { source }),
          ...(query === '' ? {} : { query }),
          ...(pageParam === '' ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 3 ? false : refreshMs),
  });
}

/** One value, whole. */
export function useEntry(agent: string, key: string) {
  return useQuery({
    queryKey: ['memory', 'entry', agent, key],
    queryFn: ({ signal }) => engine.memory.get({ agent, key }, { signal }),
    refetchInterval: refreshMs,
    retry: false,
  });
}

export function useChanges(of: { readonly agent?: string; readonly key?: string }) {
  return useInfiniteQuery({
    queryKey: ['memory', 'changes', of.agent, of.key],
    queryFn: ({ pageParam, signal }) =>
      engine.memory.changes({ ...of, limit: 100, ...(pageParam === '' ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : refreshMs),
  });
}

/** Any change of a memory; everything that is shown is read anew after it. */
export function useChangeMemory<T>(onDone: (result: T) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: () => Promise<T>) => change(),
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ['memory'] }),
  });
}
