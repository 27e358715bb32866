import { toStepError } from '../../shared/lib/action-error.ts';
import { isTerminalStep } from '../../shared/run/status.ts';
import type { LiveRun } from './live-run.ts';
import { recordError, recordFailure, type StepStopped } from './perform/settle.ts';
import { finishWithChild } from './perform/sub-workflow.ts';
import type { StepState } from './walk/walk-state.ts';

/** The steps of a run that wait for a run of another workflow. */
export interface ChildWaits {
  /** Resolves when the child has ended and the step is settled with what became of it. */
  forRun(step: StepState, runId: string): Promise<void>;
  /** The step ends when its child does, which is told to stop. False when the step waits for none. */
  stop(step: StepState, stop: StepStopped): boolean;
}

export function createChildWaits(live: LiveRun, over: (step: StepState) => void): ChildWaits {
  const { host, state } = live;
  /** Why the child run that a step waits for is being stopped. */
  const stopping = new Map<string, StepStopped>();

  function awaitedRun(step: StepState): string | undefined {
    const effect = state.outstanding.get(`step:${step.path}`);
    return effect?.type === 'awaitRun' ? effect.runId : undefined;
  }

  return {
    async forRun(step, runId) {
      const child = await host.whenEnded(runId);
      if (awaitedRun(step) !== runId) return;
      over(step);
      const stop = stopping.get(step.path);
      stopping.delete(step.path);
      try {
        await finishWithChild(live, step, child);
      } catch (thrown) {
        if (isTerminalStep(step.status)) throw thrown;
        if (stop === undefined) await recordError(live, step, step.attempt, toStepError(thrown));
        else await recordFailure(live, step, step.attempt, stop, AbortSignal.abort(stop));
      }
    },
    stop(step, stop) {
      const runId = awaitedRun(step);
      if (runId === undefined) return false;
      stopping.set(step.path, stop);
      host.cancelChild(runId, stop.message);
      return true;
    },
  };
}
