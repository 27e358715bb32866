import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { engine } from '../bridge/engine.ts';

/** Days turn over, and other windows clean up; what runs end is told by the live feed. */
const refreshMs = 60_000;
const common = { refetchInterval: refreshMs, placeholderData: keepPreviousData } as const;

export function useOverview() {
  return useQuery({ ...common, queryKey: ['stats', 'overview'], queryFn: ({ signal }) => engine.stats.overview(undefined, { signal }) });
}

export function useTrend(days: number) {
  return useQuery({ ...common, queryKey: ['stats', 'trend', days], queryFn: ({ signal }) => engine.stats.trend({ days }, { signal }) });
}

export function useFailures(days: number, limit: number) {
  return useQuery({
    ...common,
    queryKey: ['stats', 'failures', days, limit],
    queryFn: ({ signal }) => engine.stats.failures({ days, limit }, { signal }),
  });
}

export function useRanks(sort: 'slowest' | 'least_reliable', days: number, limit: number) {
  return useQuery({
    ...common,
    queryKey: ['stats', 'workflows', sort, days, limit],
    queryFn: ({ signal }) => engine.stats.workflows({ sort, days, limit }, { signal }),
  });
}

export function useRetries(days: number) {
  return useQuery({ ...common, queryKey: ['stats', 'retries', days], queryFn: ({ signal }) => engine.stats.retries({ days }, { signal }) });
}

export function useNext(limit: number) {
  return useQuery({ ...common, queryKey: ['stats', 'next', limit], queryFn: ({ signal }) => engine.stats.next({ limit }, { signal }) });
}
