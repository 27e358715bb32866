import type { RunSummary, StepSummary } from '../../shared/contract/run-view.ts';
import { isTerminalRun, type RunStatus } from '../../shared/run/status.ts';
import type { Engine } from './connect.ts';

interface RunWatcher {
  onRun(run: RunSummary): void;
  onStep(step: StepSummary): void;
  /** The run waits, it may be for a person. False: it is not followed any more. */
  onWaiting?(run: RunSummary): Promise<boolean>;
}

/**
 * Tells the watcher what happens until the run is over or waits for a person, and returns it as it is then.
 * When the engine goes away, its successor, which may be this process, is asked for what came after.
 */
export async function followRun(engine: Engine, run: string, watcher: RunWatcher): Promise<RunSummary> {
  let after = 0;
  for (let changedHands = false; ; changedHands = true) {
    try {
      if (changedHands) await takeUp(engine, run);
      const updates = await engine.call((client) => client.runs.follow({ run, after }));
      for await (const update of updates) {
        after = update.sequence;
        if (update.type === 'step') {
          watcher.onStep(update.step);
          continue;
        }
        watcher.onRun(update.run);
        if (isSettled(update.run.state)) return update.run;
        if (update.run.state === 'waiting' && (await watcher.onWaiting?.(update.run)) === false) return update.run;
      }
      // The stream ends with the run; should it end earlier, it is asked for again.
      const now = await engine.call((client) => client.runs.get({ run }));
      if (isSettled(now.state)) return now;
    } catch (error) {
      if (!(await engine.isGone())) throw error;
    }
  }
}

/** An engine that lives for a command works on what it is asked for: on this run, if it is not over meanwhile. */
async function takeUp(engine: Engine, run: string): Promise<void> {
  const { state } = await engine.call((client) => client.runs.get({ run }));
  if (!engine.isRemote() && !isSettled(state)) await engine.call((client) => client.runs.resume({ run }));
}

/** Nothing more happens until a person does something. */
export function isSettled(state: RunStatus): boolean {
  return isTerminalRun(state) || state === 'needs_attention' || state === 'paused';
}
