import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ModelChange } from '../../shared/ai/model-table.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { engine } from '../bridge/engine.ts';
import { tellDone, tellFailure } from '../bridge/tell.ts';

/** Calls come from runs, which tell nobody here of them. */
const refreshMs = 5000;
const pageSize = 50;
export const measuredDays = 30;

export type Explained = Parameters<EngineClient['models']['explain']>[0];
export type TriedPolicy = Parameters<EngineClient['models']['whatIf']>[0];

export function useModels() {
  return useQuery({
    queryKey: ['models', 'list'],
    queryFn: ({ signal }) => engine.models.list({ days: measuredDays }, { signal }),
    refetchInterval: refreshMs,
  });
}

export function useProviders() {
  return useQuery({
    queryKey: ['models', 'providers'],
    queryFn: ({ signal }) => engine.models.providers(undefined, { signal }),
    refetchInterval: refreshMs,
  });
}

export function useSpend(days: number) {
  return useQuery({
    queryKey: ['models', 'spend', days],
    queryFn: ({ signal }) => engine.models.spend({ days }, { signal }),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
}

export function useExplanation(asked: Explained) {
  return useQuery({
    queryKey: ['models', 'explain', asked],
    queryFn: ({ signal }) => engine.models.explain(asked, { signal }),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
}

export function useWhatIf(policy: TriedPolicy) {
  return useQuery({
    queryKey: ['models', 'what-if', policy],
    queryFn: ({ signal }) => engine.models.whatIf(policy, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The newest first, a page at a time. */
export function useModelCalls() {
  return useInfiniteQuery({
    queryKey: ['models', 'calls'],
    queryFn: ({ pageParam, signal }) =>
      engine.models.calls({ limit: pageSize, ...(pageParam === '' ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 2 ? false : refreshMs),
  });
}

/** Changes something about models, and lets all of it be read anew. What fails is told. */
export function useChangeModels() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ change, done }: { readonly change: () => Promise<unknown>; readonly done?: string }) => {
      await change();
      if (done !== undefined) tellDone(done);
    },
    onError: tellFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: ['models'] }),
  });
}

/** As `useChangeModels`, for a dialog that tells by itself what failed. */
export function useSetModel(onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ model, change }: { readonly model: string; readonly change: ModelChange }) => engine.models.set({ model, change }),
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ['models'] }),
  });
}

export function useTestProvider() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => engine.models.testProvider({ name }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['models'] }),
  });
}
