import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RunSummary, RunUpdate, StepSummary } from '../../../shared/contract/run-view.ts';
import { isTerminalRun, type RunStatus } from '../../../shared/run/status.ts';
import { engine } from '../../bridge/engine.ts';
import { useFeed } from '../../bridge/use-feed.ts';
import { useBuilderStore } from '../document/use-builder.ts';
import { useTesting, useTestingStore } from './testing-store.ts';
import { useStepSources } from './use-item.ts';

export type TestMode = 'alone' | 'upTo';

/** Starts tests of one step. */
export function useStartTest(step: string) {
  const builder = useBuilderStore();
  const testing = useTestingStore();
  const sources = useStepSources(step);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ mode }: { mode: TestMode }) => {
      const { workflow } = testing.getState();
      const draft = { text: builder.getState().text, ...(workflow === undefined ? {} : { workflow }) };
      return engine.stepTests.start({ draft, step, mode, sources });
    },
    onSuccess({ runId, workflowId }, { mode }) {
      testing.getState().know(workflowId);
      testing.getState().begin(step, { runId, mode, isDone: false });
      return queries.invalidateQueries({ queryKey: ['runs', 'of-workflow'] });
    },
  });
}

export interface TestResult {
  readonly runId: string;
  readonly isOver: boolean;
  /** The step that was tested, in its newest form; undefined before it has begun. */
  readonly step: StepSummary | undefined;
  /** The step that ended the test before it came to its own. */
  readonly failed: StepSummary | undefined;
  readonly state: RunStatus;
  readonly runError: string | undefined;
}

interface Told {
  readonly runId: string;
  readonly own?: StepSummary;
  readonly failed?: StepSummary;
  readonly run?: RunSummary;
}

/** How the newest test of a step goes, live. */
export function useTestResult(step: string): TestResult | undefined {
  const test = useTesting((state) => state.tests[step]);
  const testing = useTestingStore();
  const queries = useQueryClient();
  const runId = test?.runId ?? '';
  const [told, setTold] = useState<Told>({ runId });
  const now: Told = told.runId === runId ? told : { runId };

  useFeed(
    `test ${runId}`,
    (signal) => (runId === '' ? Promise.resolve(noUpdates()) : engine.runs.follow({ run: runId }, { signal })),
    (update) => setTold((before) => tell(before.runId === runId ? before : { runId }, update, step)),
  );

  const isOver = now.run !== undefined && isTerminalRun(now.run.state);
  const isDone = isOver && now.own?.state === 'succeeded';
  useEffect(() => {
    if (test === undefined || test.isDone || !isDone) return;
    testing.getState().begin(step, { ...test, isDone: true });
    void queries.invalidateQueries({ queryKey: ['samples'] });
  }, [test, isDone, step, testing, queries]);

  if (test === undefined) return undefined;
  return {
    runId,
    isOver,
    step: now.own,
    failed: now.failed,
    state: now.run?.state ?? 'queued',
    runError: now.run?.error?.message,
  };
}

function tell(before: Told, update: RunUpdate, step: string): Told {
  if (update.type === 'run') return { ...before, run: update.run };
  if (update.step.id === step) return { ...before, own: update.step };
  const isBad = update.step.state === 'failed' || update.step.state === 'timed_out';
  return isBad ? { ...before, failed: update.step } : before;
}

async function* noUpdates(): AsyncGenerator<never> {
  // Nothing is being tested.
}
