import { useInfiniteQuery } from '@tanstack/react-query';
import type { LogStream } from '../../shared/contract/run-details.ts';
import { engine } from '../bridge/engine.ts';

export interface LogSearch {
  readonly text: string;
  readonly matchCase: boolean;
  readonly only: LogFilter;
}

export type LogFilter = 'all' | 'stdout' | 'stderr' | 'info' | 'warning' | 'error';

export const everything: LogSearch = { text: '', matchCase: false, only: 'all' };

/** One answer has at most so many: enough to step through, and soon there. */
const pageSize = 500;

/** The lines that a search or a filter lets through, in order; more of them on `fetchNextPage`. */
export function useLogMatches(runId: string, step: string | undefined, search: LogSearch, bytes: number) {
  const isAsked = search.text !== '' || search.only !== 'all';
  const query = useInfiniteQuery({
    // Of a log that grows, what was added is looked at when a new search is made, or a good deal has come.
    queryKey: ['run', runId, 'log-search', step, search, Math.floor(bytes / 262_144)],
    queryFn: ({ pageParam, signal }) =>
      engine.runs.logSearch(
        {
          run: runId,
          text: search.text,
          matchCase: search.matchCase,
          limit: pageSize,
          ...(step === undefined ? {} : { step }),
          ...filterOf(search.only),
          ...(pageParam === '' ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    enabled: isAsked,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  return { ...query, lines: isAsked ? (query.data?.pages.flatMap((page) => page.items) ?? []) : [] };
}

function filterOf(only: LogFilter): { streams?: LogStream[]; level?: 'warning' | 'error' } {
  if (only === 'all') return {};
  return only === 'warning' || only === 'error' ? { level: only } : { streams: [only] };
}
