import { ActionError, type StepError, toStepError } from '../../../shared/lib/action-error.ts';
import { failpoint } from '../../../shared/lib/failpoint.ts';
import type { Json, JsonObject } from '../../../shared/lib/json.ts';
import type { StepOf } from '../../../shared/workflow/schema.ts';
import type { LiveRun } from '../live-run.ts';
import { decideRetry } from '../retry-decision.ts';
import { maskError } from '../secrets/mask-event.ts';
import type { StepState } from '../walk/walk-state.ts';

export interface Success {
  readonly output: Json;
  readonly branch?: string;
  readonly set?: JsonObject;
  readonly reason?: string;
  /** Written in the same transaction. */
  readonly beside?: (at: number) => void;
}

/** Records that a step has its result (T2). The attempt's row is settled when it was begun. */
export async function recordSuccess(live: LiveRun, step: StepState, attempt: number, success: Success): Promise<void> {
  const { path } = step;
  const { store } = live.parts;
  const { masks } = live.parts.secrets;
  const prepared = live.outputs.prepare(path, masks.json(success.output));
  const { branch, set } = success;
  const reason = success.reason === undefined ? undefined : masks.text(success.reason);
  const event = {
    type: 'step.succeeded',
    path,
    attempt,
    ...(branch === undefined ? {} : { branch }),
    ...(set === undefined ? {} : { set }),
    ...(reason === undefined ? {} : { reason }),
  } as const;
  const settlesAttempt = step.status === 'running' || step.status === 'unknown';
  await live.record(event, (at) => {
    const { output, outputBlob } = prepared;
    store.steps.settle(live.row.key, path, {
      status: 'succeeded',
      at,
      attempts: attempt,
      startedAt: at,
      branch,
      output,
      outputBlob,
      reason,
    });
    if (settlesAttempt) store.attempts.settle(live.row.key, path, attempt, 'succeeded', at);
    success.beside?.(at);
  });
  prepared.committed();
}

/** Why a step was stopped from outside. */
export type StopReason = 'cancelled' | 'timed_out' | 'failed' | 'shutdown';

/** The reason of an abort signal: executors throw it when their work has been stopped. */
export class StepStopped extends ActionError {
  readonly why: StopReason;
  constructor(why: StopReason, message: string) {
    super(why === 'timed_out' ? 'TIMEOUT' : 'CANCELLED', message, { kind: why === 'timed_out' ? 'retryable' : 'fatal' });
    this.why = why;
  }
}

/** The engine goes; the run does not end. */
export function isShutdown(signal: AbortSignal): boolean {
  return signal.reason instanceof StepStopped && signal.reason.why === 'shutdown';
}

/** Records how an attempt ended that did not succeed: tried again later, failed, cancelled, interrupted or unknown. */
export async function recordFailure(live: LiveRun, step: StepState, attempt: number, thrown: unknown, signal: AbortSignal): Promise<void> {
  const error = maskError(live.parts.secrets.masks, toStepError(thrown));
  const stop = signal.aborted && signal.reason instanceof StepStopped ? signal.reason : undefined;
  if (stop?.why === 'shutdown') {
    // It left traces: the next engine looks them up.
    if (step.effect === 'keyed' && step.status === 'running') return;
    return recordInterruption(live, step, attempt, 'Pawl was stopped while it ran');
  }
  // As if the engine had gone: what is safe to repeat, or called so by its author, needs nobody.
  if (error.code === 'PROCESS_UNSEEN') return recordInterruption(live, step, attempt, error.message);
  if (error.kind === 'unknown' && step.status === 'running') return recordUnknown(live, step, attempt, error.message);
  if (stop !== undefined && stop.why !== 'timed_out') return recordCancelled(live, step, attempt, stop.message);
  if (error.kind === 'needs_person' && waitsForPerson(step)) {
    return recordUnknown(live, step, attempt, error.hint === undefined ? error.message : `${error.message}. ${error.hint}`);
  }
  return recordError(live, step, attempt, error, stop !== undefined || error.code === 'TIMEOUT');
}

/** Nothing of the run is lost while somebody makes room or logs in; unless the author has said what is to happen when the step fails. */
function waitsForPerson({ status, plan }: StepState): boolean {
  const { optional, dependents, step } = plan;
  const handled = dependents.some((dependent) => dependent.step.edges[dependent.edge]?.on.type !== 'success');
  return status === 'running' && !optional && !handled && step.onInterrupted !== 'fail';
}

export async function recordError(
  live: LiveRun,
  step: StepState,
  attempt: number,
  thrown: StepError,
  timedOut = false,
  beside?: (at: number) => void,
): Promise<void> {
  const { path, plan } = step;
  const error = maskError(live.parts.secrets.masks, thrown);
  const { store, clock, random } = live.parts;
  // A step that never became ready cannot be tried again.
  const retryAt = step.status === 'pending' ? undefined : decideRetry(plan.retry, error, attempt, clock.now(), random());
  const begun = step.status === 'running';
  const event = {
    type: 'step.failed',
    path,
    attempt,
    error,
    ...(retryAt === undefined ? {} : { retryAt }),
    ...(timedOut ? { timedOut } : {}),
  } as const;
  let waits = false;
  const committed = live.record(event, (at) => {
    const status = waits ? 'waiting' : timedOut ? 'timed_out' : 'failed';
    const reason = waits ? `attempt ${attempt} failed: ${error.message}` : undefined;
    store.steps.settle(live.row.key, path, { status, at, attempts: attempt, startedAt: at, error, reason });
    if (begun) store.attempts.settle(live.row.key, path, attempt, timedOut ? 'timed_out' : 'failed', at, error);
    beside?.(at);
    if (!begun) store.inbox.withdraw(live.row.key, path, at);
  });
  // What the walk has made of it: a run that is coming to its end does not wait for another try.
  waits = step.status === 'waiting';
  await committed;
}

export async function recordCancelled(live: LiveRun, step: StepState, attempt: number, why: string): Promise<void> {
  const reason = live.parts.secrets.masks.text(why);
  const { path } = step;
  const { store } = live.parts;
  const begun = step.status === 'running';
  await live.record({ type: 'step.cancelled', path, reason }, (at) => {
    store.steps.settle(live.row.key, path, { status: 'cancelled', at, attempts: attempt, startedAt: at, reason });
    if (begun) store.attempts.settle(live.row.key, path, attempt, 'cancelled', at);
    else store.inbox.withdraw(live.row.key, path, at);
  });
}

/**
 * An attempt that was under way has lost the process that ran it. What is safe to repeat starts again; for the rest the author's
 * `onInterrupted` speaks, and without one a person is asked: nobody can tell whether the effect happened.
 */
export async function recordInterruption(live: LiveRun, step: StepState, attempt: number, reason: string): Promise<void> {
  const { path, effect, status } = step;
  const { store } = live.parts;
  if (status !== 'running') return live.record({ type: 'step.interrupted', path, attempt, reason });
  const repeatable = effect === 'pure' || effect === 'internal';
  const wish = (step.plan.step as StepOf<'action'>).onInterrupted;
  if (repeatable || wish === 'retry') return recordReplay(live, step, attempt, reason);
  if (wish === 'fail') {
    const error: StepError = { code: 'INTERRUPTED', message: `${step.plan.name}: ${reason}`, kind: 'fatal' };
    return live.record({ type: 'step.failed', path, attempt, error }, (at) => {
      store.steps.settle(live.row.key, path, { status: 'failed', at, error });
      store.attempts.settle(live.row.key, path, attempt, 'failed', at, error);
    });
  }
  return recordUnknown(live, step, attempt, `${reason}; whether it took effect cannot be told`);
}

/** The same attempt starts again. */
export async function recordReplay(live: LiveRun, step: StepState, attempt: number, why: string): Promise<void> {
  const reason = live.parts.secrets.masks.text(why);
  const { path } = step;
  const { store } = live.parts;
  await live.record({ type: 'step.interrupted', path, attempt, reason }, (at) => {
    store.steps.settle(live.row.key, path, { status: 'ready', at, reason });
    store.attempts.settle(live.row.key, path, attempt, 'interrupted', at);
  });
  failpoint('C14');
}

export async function recordUnknown(live: LiveRun, step: StepState, attempt: number, why: string): Promise<void> {
  const reason = live.parts.secrets.masks.text(why);
  const { path } = step;
  const { store } = live.parts;
  await live.record({ type: 'step.unknown', path, attempt, reason }, (at) => {
    store.steps.settle(live.row.key, path, { status: 'unknown', at, reason });
    store.attempts.settle(live.row.key, path, attempt, 'unknown', at);
  });
}

export async function recordSkip(live: LiveRun, step: StepState, why: string): Promise<void> {
  const reason = live.parts.secrets.masks.text(why);
  const { path } = step;
  await live.record({ type: 'step.skipped', path, reason }, (at) => {
    live.parts.store.steps.settle(live.row.key, path, { status: 'skipped', at, reason });
  });
}
