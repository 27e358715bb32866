import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RunSummary, RunsUpdate } from '../../shared/contract/run-view.ts';
import type { RunStatus } from '../../shared/run/status.ts';
import { engine } from '../bridge/engine.ts';
import { useFeed } from '../bridge/use-feed.ts';
import { mergeRuns, type RunPage } from './merge-runs.ts';

const pageSize = 50;
/** A first page that has grown beyond this is read anew. */
const mostOnFirstPage = 500;

/** Newest first, a page at a time, kept up to date by what the engine tells. */
export function useRuns(states: readonly RunStatus[]) {
  const queries = useQueryClient();
  const changed = useRef(new Map<string, RunSummary>());
  const filter = { queryKey: ['runs', states], exact: true };
  const runs = useInfiniteQuery({
    queryKey: filter.queryKey,
    queryFn: ({ pageParam, signal }): Promise<RunPage> =>
      engine.runs.list(
        { limit: pageSize, ...(states.length === 0 ? {} : { states: [...states] }), ...(pageParam === '' ? {} : { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

  function hear({ type, runs: told }: RunsUpdate): void {
    if (type === 'snapshot') return void queries.invalidateQueries(filter);
    for (const run of told) changed.current.set(run.runId, run);
    merge();
  }

  function merge(): void {
    // A page that is being read would take the place of what is merged now.
    if (changed.current.size === 0 || queries.isFetching(filter) > 0) return;
    const known = queries.getQueryData<InfiniteData<RunPage, string>>(filter.queryKey);
    const told = [...changed.current.values()];
    changed.current.clear();
    if (known === undefined || (known.pages[0]?.items.length ?? 0) > mostOnFirstPage) return void queries.invalidateQueries(filter);
    queries.setQueryData<InfiniteData<RunPage, string>>(filter.queryKey, { ...known, pages: [...mergeRuns(known.pages, told, states)] });
  }

  useFeed(JSON.stringify(filter.queryKey), (signal) => engine.runs.watch(undefined, { signal }), hear);
  useEffect(merge);
  return runs;
}
