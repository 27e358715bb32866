import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RunSummary, RunsUpdate } from '../../shared/contract/run-view.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { engine } from './engine.ts';
import { useFeed } from './use-feed.ts';

export interface LiveRuns {
  readonly counts: RunsUpdate['counts'];
  /** Those that have not ended, newest first. */
  readonly runs: readonly RunSummary[];
}

const key = ['live runs'];
/** What is made of runs that have ended: read anew when some have, though not for each. */
const derived = ['stats', 'workflows', 'journal'];
const settleMs = 700;

/** What is under way, kept up to date by `useWatchRuns`; undefined until the engine has told it first. */
export function useLiveRuns(): LiveRuns | undefined {
  return useQuery<LiveRuns>({ queryKey: key, enabled: false, staleTime: Number.POSITIVE_INFINITY }).data;
}

/** Listens for the whole window: to be used once. */
export function useWatchRuns(): void {
  const queries = useQueryClient();
  const timer = useRef<number | undefined>(undefined);

  function refreshSoon(): void {
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      for (const name of derived) void queries.invalidateQueries({ queryKey: [name] });
    }, settleMs);
  }
  useEffect(() => () => window.clearTimeout(timer.current), []);

  useFeed(
    'live runs',
    (signal) => engine.runs.watch(undefined, { signal }),
    (update) => {
      queries.setQueryData<LiveRuns>(key, (before) => fold(before, update));
      refreshSoon();
    },
  );
}

function fold(before: LiveRuns | undefined, { type, counts, runs }: RunsUpdate): LiveRuns {
  if (type === 'snapshot' || before === undefined) return { counts, runs: runs.filter(({ state }) => !isTerminalRun(state)) };
  const told = new Map(runs.map((run) => [run.runId, run]));
  const known = new Set(before.runs.map(({ runId }) => runId));
  const kept = before.runs.map((run) => told.get(run.runId) ?? run);
  const added = runs.filter(({ runId }) => !known.has(runId)).reverse();
  return { counts, runs: [...added, ...kept].filter(({ state }) => !isTerminalRun(state)) };
}
