import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { engine } from '../bridge/engine.ts';

const pageSize = 50;

/** Newest first, a page at a time. */
export function useVersions(workflow: string) {
  return useInfiniteQuery({
    queryKey: ['workflows', workflow, 'versions'],
    queryFn: ({ pageParam, signal }) =>
      engine.workflows.versions({ workflow, limit: pageSize, ...(pageParam === '' ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

/** A version never changes: it is read once. */
export function useVersion(workflow: string, number: number | undefined) {
  return useQuery({
    queryKey: ['workflow version', workflow, number],
    queryFn: ({ signal }) => engine.workflows.version({ workflow, number: number ?? 1 }, { signal }),
    enabled: number !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
