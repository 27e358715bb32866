import { useEffect, useReducer, useRef } from 'react';
import type { RunSummary, RunUpdate, StepSummary } from '../../shared/contract/run-view.ts';
import { engine } from '../bridge/engine.ts';
import { useFeed } from '../bridge/use-feed.ts';

export interface LiveRun {
  readonly run: RunSummary | undefined;
  /** In order of first start; nested ones by path. */
  readonly steps: readonly StepSummary[];
  readonly failure: unknown;
}

const nothing: LiveRun = { run: undefined, steps: [], failure: undefined };

/** A run as it is, from its first event on. Goes on after a lost connection from the last event that was told. */
export function useLiveRun(runId: string): LiveRun {
  const [live, dispatch] = useReducer(fold, nothing);
  const sequence = useRef(0);
  const waiting = useRef<RunUpdate[]>([]);
  const frame = useRef<number | undefined>(undefined);

  // Many updates may come between two frames: they are drawn together.
  function add(update: RunUpdate): void {
    sequence.current = Math.max(sequence.current, update.sequence);
    waiting.current.push(update);
    frame.current ??= requestAnimationFrame(() => {
      frame.current = undefined;
      dispatch({ updates: waiting.current.splice(0) });
    });
  }
  useEffect(
    () => () => {
      if (frame.current !== undefined) cancelAnimationFrame(frame.current);
    },
    [],
  );
  useFeed(
    runId,
    (signal) => engine.runs.follow({ run: runId, after: sequence.current }, { signal }),
    add,
    (failure) => dispatch({ failure }),
  );
  return live;
}

function fold(live: LiveRun, change: { readonly updates: readonly RunUpdate[] } | { readonly failure: unknown }): LiveRun {
  if ('failure' in change) return { ...live, failure: change.failure };
  const steps = new Map(live.steps.map((step) => [step.path, step]));
  let { run } = live;
  for (const update of change.updates) {
    if (update.type === 'run') run = update.run;
    else steps.set(update.step.path, update.step);
  }
  return { run, steps: [...steps.values()].sort(byStart), failure: undefined };
}

function byStart(a: StepSummary, b: StepSummary): number {
  const left = a.startedAt ?? '9';
  const right = b.startedAt ?? '9';
  return left === right ? a.path.localeCompare(b.path, 'en', { numeric: true }) : left < right ? -1 : 1;
}
