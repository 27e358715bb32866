import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { RunStatus } from '../../shared/run/status.ts';
import { engine } from '../bridge/engine.ts';

const pageSize = 50;
/** New runs come from triggers and from the command line. */
const refreshMs = 1500;

/** Newest first, a page at a time, kept up to date. */
export function useRuns(states: readonly RunStatus[]) {
  return useInfiniteQuery({
    queryKey: ['runs', states],
    queryFn: ({ pageParam, signal }) =>
      engine.runs.list(
        { limit: pageSize, ...(states.length === 0 ? {} : { states: [...states] }), ...(pageParam === '' ? {} : { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
}
