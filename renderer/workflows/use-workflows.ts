import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { engine } from '../bridge/engine.ts';
import { tellFailure } from '../bridge/tell.ts';

/** Other windows and the command line change workflows too. */
const refreshMs = 10_000;
const pageSize = 100;

export interface WorkflowFilter {
  readonly search: string;
  /** Empty: any. */
  readonly tag: string;
  readonly show: 'all' | 'on' | 'off' | 'favourites';
  readonly sort: 'name' | 'changed' | 'run';
}

/** A page at a time; `items` are those of the pages read so far. */
export function useWorkflows({ search, tag, show, sort }: WorkflowFilter) {
  const query = {
    limit: pageSize,
    sort,
    ...(search === '' ? {} : { search }),
    ...(tag === '' ? {} : { tag }),
    ...(show === 'favourites' ? { favourite: true } : {}),
    ...(show === 'on' || show === 'off' ? { enabled: show === 'on' } : {}),
  };
  return useInfiniteQuery({
    queryKey: ['workflows', query],
    queryFn: ({ pageParam, signal }) => engine.workflows.list({ ...query, ...(pageParam === '' ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
}

export function useTags() {
  return useQuery({ queryKey: ['workflows', 'tags'], queryFn: ({ signal }) => engine.workflows.tags(undefined, { signal }) });
}

/** Changes one or more workflows, and lets every list of them be read anew. What fails is told. */
export function useChangeWorkflows() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (change: () => Promise<unknown>) => change(),
    onError: tellFailure,
    onSettled: () =>
      Promise.all(['workflows', 'system', 'triggers', 'templates'].map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });
}
