import { isTerminalRun } from '../../shared/run/status.ts';
import type { LiveRun } from './live-run.ts';
import { recordInterruption } from './perform/settle.ts';
import { recoverStep } from './recover-step.ts';
import { heldByPause, takeUp } from './walk/unwanted.ts';
import type { Effect, StepState } from './walk/walk-state.ts';

/** What recovery needs of the walk that goes on afterwards. */
export interface RecoveredWalk {
  /** The run never began. */
  start(): void;
  /** Nothing begins until `goOn`. */
  hold(): void;
  /** Begins these effects, then what asked for a stop in the meantime, then these stops. */
  goOn(begin: readonly Effect[], abort: readonly Effect[]): void;
}

/** Goes on with a run of an engine that is gone, from what it has written: first it is settled what has become of what was under way. */
export async function recoverRun(live: LiveRun, walk: RecoveredWalk): Promise<void> {
  const { state } = live;
  if (state.phase === 'queued' && !state.paused) return walk.start();
  const running = [...state.outstanding.values()].flatMap((effect) => {
    const step = effect.type === 'start' ? state.steps.get(effect.path) : undefined;
    return step?.status === 'running' ? [step] : [];
  });
  walk.hold();
  await live.record({ type: 'run.recovered', epoch: live.parts.store.epoch });
  await Promise.all(running.map((step) => recoverStep(live, step)));
  await Promise.all(
    heldByPause(state).map(({ step, attempt }) =>
      recordInterruption(live, step, attempt, 'Pawl was stopped before it began, and the run is paused'),
    ),
  );
  const { begin, abort } = takeUp(state);
  walk.goOn(begin, abort);
  cancelUnwantedChildren(live);
}

/** A crash may have come between the start of a child and the note that it is waited for. */
function cancelUnwantedChildren({ row, state, parts, host }: LiveRun): void {
  for (const child of parts.store.runs.childrenOf(row.key)) {
    const step = state.steps.get(child.parentPath ?? '');
    if (step?.scope.stopped !== undefined && !isTerminalRun(child.status)) host.cancelChild(child.id, `run ${row.id} was stopped`);
  }
}

/** How long an attempt that goes on may still take, in milliseconds: the time that it has had before counts. Undefined: as long as it likes. */
export function timeLeftMs(live: LiveRun, { path, attempt, plan }: StepState): number | undefined {
  const { timeoutMs } = plan;
  if (timeoutMs === undefined) return undefined;
  const { store, clock } = live.parts;
  const { key } = live.row;
  const startedAt = store.attempts.get(key, path, attempt)?.startedAt ?? store.steps.get(key, path)?.startedAt ?? clock.now();
  return Math.max(0, startedAt + timeoutMs - clock.now());
}
