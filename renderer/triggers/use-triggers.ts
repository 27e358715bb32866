import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { JsonObject } from '../../shared/lib/json.ts';
import type { Verdict } from '../../shared/triggers/journal.ts';
import { engine } from '../bridge/engine.ts';
import { tellDone, tellFailure } from '../bridge/tell.ts';

const healthRefreshMs = 3000;
const journalRefreshMs = 3000;
const pageSize = 100;

/** Empty: of all workflows. */
export function useTriggers(workflow: string) {
  return useQuery({
    queryKey: ['triggers', workflow],
    queryFn: ({ signal }) => engine.triggers.list(workflow === '' ? {} : { workflow }, { signal }),
    refetchInterval: healthRefreshMs,
    placeholderData: keepPreviousData,
  });
}

export interface JournalFilter {
  readonly workflow: string;
  /** `workflow/trigger`; empty: any. */
  readonly trigger: string;
  readonly verdicts: readonly Verdict[];
}

/** What fired, newest first, a page at a time. */
export function useJournal({ workflow, trigger, verdicts }: JournalFilter) {
  const query = {
    limit: pageSize,
    ...(workflow === '' ? {} : { workflow }),
    ...(trigger === '' ? {} : { trigger }),
    ...(verdicts.length === 0 ? {} : { verdicts: [...verdicts] }),
  };
  return useInfiniteQuery({
    queryKey: ['journal', query],
    queryFn: ({ pageParam, signal }) => engine.journal.list({ ...query, ...(pageParam === '' ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    // Who reads far back is not pulled forward by what comes at the top: the pages are the same rows.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 3 ? false : journalRefreshMs),
    placeholderData: keepPreviousData,
  });
}

/** Fires a trigger as if its event had happened, and tells what became of it. */
export function useFire() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ trigger, data }: { readonly trigger: string; readonly data: JsonObject }) => engine.triggers.fire({ trigger, data }),
    onSettled: () => Promise.all(['triggers', 'journal'].map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });
}

/** Changes triggers, and lets them be read anew. What fails is told. */
export function useChangeTriggers() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ change, done }: { readonly change: () => Promise<unknown>; readonly done?: string }) => {
      await change();
      if (done !== undefined) tellDone(done);
    },
    onError: tellFailure,
    onSettled: () => Promise.all(['triggers', 'workflows', 'stats'].map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });
}
