import { useReducer } from 'react';
import type { RunSummary, RunUpdate, StepSummary } from '../../shared/contract/run-view.ts';
import { engine } from '../bridge/engine.ts';
import { useFeed } from '../bridge/use-feed.ts';

export interface FollowedRun {
  readonly run: RunSummary | undefined;
  readonly steps: readonly StepSummary[];
}

const nothing: FollowedRun = { run: undefined, steps: [] };

/** A run of a few steps as it is, from its first event on. */
export function useFollowedRun(runId: string): FollowedRun {
  const [followed, tell] = useReducer(fold, nothing);
  useFeed(runId, (signal) => engine.runs.follow({ run: runId }, { signal }), tell);
  return followed;
}

function fold({ run, steps }: FollowedRun, update: RunUpdate): FollowedRun {
  if (update.type === 'run') return { run: update.run, steps };
  const { step } = update;
  const isKnown = steps.some(({ path }) => path === step.path);
  return { run, steps: isKnown ? steps.map((one) => (one.path === step.path ? step : one)) : [...steps, step] };
}
