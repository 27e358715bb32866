import { toStepError } from '../../shared/lib/action-error.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { failpoint } from '../../shared/lib/failpoint.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { RecordedEvent, RunEvent } from '../../shared/run/events.ts';
import { isTerminalRun, isTerminalStep, type RunStatus, type TerminalRunStatus } from '../../shared/run/status.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import type { RunRow } from '../store/runs-table.ts';
import { setAlarm } from './alarm.ts';
import { finishRun } from './finish-run.ts';
import type { EngineParts, LiveRun, RunHost } from './live-run.ts';
import { createOutputs } from './outputs.ts';
import { finishContainer } from './perform/containers.ts';
import { checkLoop } from './perform/loops.ts';
import { performStep } from './perform/perform.ts';
import { recordCancelled, recordError, recordFailure, recordSkip, StepStopped, type StopReason } from './perform/settle.ts';
import { finishWithChild } from './perform/sub-workflow.ts';
import { wakeSucceeded } from './perform/waits.ts';
import { recoverStep } from './recover-step.ts';
import { createScope, visibleFrom } from './run-scope.ts';
import { reduce } from './walk/reduce.ts';
import { createRunState, type Effect, runStatusOf, type StepState } from './walk/walk-state.ts';

/** A run that this engine walks. */
export interface ActiveRun {
  readonly row: RunRow;
  readonly status: RunStatus;
  /** Begins a run that was just claimed; it may have been paused and resumed before. */
  start(): void;
  /** Goes on with a run of an engine that is gone, from what it has written. */
  recover(): Promise<void>;
  /** Records what somebody wants of the run. */
  tell(event: RunEvent, write?: (at: number) => void): Promise<void>;
  /** Stops starting steps, and gives those under way until `graceMs` to end; then they are stopped and recorded as interrupted. */
  leave(graceMs: number): Promise<void>;
  readonly live: LiveRun;
}

export interface ActiveRunOptions {
  readonly row: RunRow;
  readonly plan: Plan;
  readonly parts: EngineParts;
  readonly host: RunHost;
  readonly baseEnvironment: LiveRun['baseEnvironment'];
  readonly reuse: LiveRun['reuse'];
  readonly runAttempt: number;
  /** Told after the commit. */
  publish(event: RecordedEvent): void;
  /** The run has ended, and that is on the disk. */
  ended(run: ActiveRun): void;
  /** A write was refused: what is in memory is not to be trusted any more. */
  broken(run: ActiveRun, error: unknown): void;
}

interface AttemptUnderWay {
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

export function createActiveRun(options: ActiveRunOptions): ActiveRun {
  const { row, plan, parts, host } = options;
  const { store, clock } = parts;
  const state = createRunState(plan, Object.entries(row.inputs));
  const outputs = createOutputs(store, row.key);
  const items = new Map<string, readonly Json[]>();
  const underWay = new Map<string, AttemptUnderWay>();
  const alarms = new Map<string, () => void>();
  const timeouts = new Map<string, () => void>();
  const pending: Effect[] = [];
  let seq = 0;
  let status: RunStatus = row.status;
  let draining = false;
  let leaving = false;

  const live: LiveRun = {
    row,
    plan,
    state,
    outputs,
    parts,
    host,
    baseEnvironment: options.baseEnvironment,
    reuse: options.reuse,
    runAttempt: options.runAttempt,
    record,
    scopeOf: (step, env = {}) => createScope(live, visibleFrom(plan, step.scope), env),
    keepItems: (path, list) => void items.set(path, list),
    itemOf: (path, index) => itemsOf(path)[index],
    stepFacts,
  };
  const run: ActiveRun = {
    row,
    live,
    get status() {
      return status;
    },
    start() {
      if (state.phase !== 'queued') return;
      follow(record({ type: 'run.started' }));
      armRunTimeout(row.startedAt ?? clock.now());
    },
    recover,
    tell: record,
    leave,
  };

  function record(event: RunEvent, write?: (at: number) => void): Promise<void> {
    const at = clock.now();
    const number = ++seq;
    const effects = reduce(state, event);
    const before = status;
    status = runStatusOf(state);
    const became = status === before || isTerminalRun(status) ? undefined : (status as Exclude<RunStatus, TerminalRunStatus>);
    const written = store.write(() => {
      store.events.append(row.key, number, at, event);
      write?.(at);
      if (became !== undefined && !store.runs.setStatus(row.key, became)) {
        throw new Error(`Run ${row.id} cannot become ${became} from ${before}`);
      }
    });
    pending.push(...effects);
    drain();
    return written.then(
      () => {
        failpoint('C7');
        options.publish({ runId: row.id, seq: number, at, event });
      },
      (error: unknown) => {
        options.broken(run, error);
        throw error;
      },
    );
  }

  /** Effects that record at once lead to more effects: they are worked off here one by one, so that a long chain does not fill the stack. */
  function drain(): void {
    if (draining) return;
    draining = true;
    for (let effect = pending.shift(); effect !== undefined; effect = pending.shift()) begin(effect);
    draining = false;
  }

  function begin(effect: Effect): void {
    if (leaving && effect.type !== 'abort') return;
    if (effect.type === 'finishRun') return follow(finishRun(live, effect).then(() => conclude()));
    const step = state.steps.get(effect.path);
    if (step === undefined) return;
    switch (effect.type) {
      case 'start':
        return startStep(step, effect.attempt);
      case 'skip':
        return follow(recordSkip(live, step, effect.reason));
      case 'resolveEdge':
        return follow(resolveEdge(step, effect));
      case 'checkLoop':
        return follow(checkLoop(live, step, effect.index));
      case 'wake':
        return wakeLater(step, effect.at, effect.next);
      case 'awaitRun':
        return follow(
          finishWithChild(live, step, effect.runId).catch((error: unknown) => recordError(live, step, step.attempt, toStepError(error))),
        );
      case 'finishStep':
        disarm(alarms, step.path);
        return follow(
          finishContainer(live, step, effect).catch((error: unknown) => recordError(live, step, step.attempt, toStepError(error))),
        );
      case 'abort':
        return abortStep(step, effect.reason);
      default:
        return assertNever(effect);
    }
  }

  /** What is recorded is looked after by `broken`; anything else that goes wrong here is a bug, and ends the walk of this run. */
  function follow(work: Promise<unknown>): void {
    work.catch((error: unknown) => options.broken(run, error));
  }

  function startStep(step: StepState, attempt: number): void {
    const controller = new AbortController();
    const { path } = step;
    const { timeoutMs, name } = step.plan;
    if (timeoutMs !== undefined) armStepTimeout(step, controller, timeoutMs, `${name} took longer than ${timeoutMs} ms`);
    const done = performStep(live, step, attempt, controller.signal)
      .catch((thrown: unknown) => {
        if (isTerminalStep(step.status)) throw thrown;
        return recordFailure(live, step, attempt, thrown, controller.signal);
      })
      .finally(() => {
        if (underWay.get(path)?.controller === controller) underWay.delete(path);
        if (step.container === undefined) disarm(timeouts, path);
        parts.logs.close(row.id, path);
      });
    underWay.set(path, { controller, done });
    follow(done);
  }

  function armStepTimeout(step: StepState, controller: AbortController, timeoutMs: number, message: string): void {
    const handle = clock.setTimeout(() => {
      if (step.container === undefined) controller.abort(new StepStopped('timed_out', message));
      else follow(record({ type: 'step.timing_out', path: step.path, afterMs: timeoutMs }));
    }, timeoutMs);
    timeouts.set(step.path, () => clock.clearTimeout(handle));
  }

  function disarm(timers: Map<string, () => void>, path: string): void {
    timers.get(path)?.();
    timers.delete(path);
  }

  function disarmAll(): void {
    for (const cancel of [...alarms.values(), ...timeouts.values()]) cancel();
    alarms.clear();
    timeouts.clear();
  }

  function wakeLater(step: StepState, at: number, next: 'retry' | 'succeed'): void {
    const ring = (): void => {
      alarms.delete(step.path);
      if (step.status !== 'waiting') return;
      follow(next === 'retry' ? record({ type: 'step.woken', path: step.path }) : wakeSucceeded(live, step, at));
    };
    disarm(alarms, step.path);
    failpoint('C9');
    alarms.set(step.path, setAlarm(clock, at, ring));
  }

  function abortStep(step: StepState, reason: StopReason): void {
    const attempt = underWay.get(step.path);
    const message =
      reason === 'timed_out' ? 'the run took too long' : reason === 'failed' ? 'another step failed' : 'the run was cancelled';
    if (attempt !== undefined && step.status !== 'waiting') return attempt.controller.abort(new StepStopped(reason, message));
    disarm(alarms, step.path);
    const waitsFor = state.outstanding.get(`step:${step.path}`);
    if (waitsFor?.type === 'awaitRun') follow(host.cancelChild(waitsFor.runId, message));
    if (!isTerminalStep(step.status)) follow(recordCancelled(live, step, step.attempt, message));
  }

  async function resolveEdge(target: StepState, effect: Extract<Effect, { type: 'resolveEdge' }>): Promise<void> {
    const answer = (taken: boolean): Promise<void> => record({ type: 'edge.resolved', path: target.path, edge: effect.edge, taken });
    try {
      await answer(Boolean(await parts.evaluate(effect.expression, live.scopeOf(target))));
    } catch (thrown) {
      // The edge cannot be decided, so that the step behind it cannot be either.
      const error = toStepError(thrown);
      const failed = recordError(live, target, 1, {
        ...error,
        message: `The edge into ${target.plan.id} cannot be decided: ${error.message}`,
      });
      await Promise.all([failed, answer(false)]);
    }
  }

  function armRunTimeout(startedAt: number): void {
    const { timeoutMs } = plan;
    if (timeoutMs === undefined) return;
    const ring = (): void => {
      if (!isTerminalRun(status)) follow(record({ type: 'run.timing_out', afterMs: timeoutMs }));
    };
    alarms.set('', setAlarm(clock, startedAt + timeoutMs, ring));
  }

  function conclude(): void {
    disarmAll();
    options.ended(run);
  }

  function itemsOf(path: string): readonly Json[] {
    const known = items.get(path);
    if (known !== undefined) return known;
    const attempt = store.attempts.get(row.key, path, state.steps.get(path)?.attempt ?? 1);
    const input = attempt?.input;
    const list = typeof input === 'object' && input !== null && 'items' in input && Array.isArray(input['items']) ? input['items'] : [];
    items.set(path, list);
    return list;
  }

  function stepFacts(path: string): ReturnType<LiveRun['stepFacts']> {
    const step = state.steps.get(path);
    const written = store.steps.get(row.key, path);
    if (step?.status === 'pending' || (step === undefined && written === undefined)) return undefined;
    const { startedAt, endedAt } = written ?? { startedAt: null, endedAt: null };
    return {
      status: step?.status ?? written?.status ?? 'pending',
      attempts: step?.attempt ?? written?.attempts ?? 0,
      durationMs: startedAt === null || endedAt === null ? null : endedAt - startedAt,
      error: (step?.error ?? written?.error ?? null) as unknown as Json,
    };
  }

  function readEvents(): void {
    for (const { seq: number, event } of store.events.after(row.key, 0)) {
      reduce(state, event);
      seq = number;
    }
  }

  async function recover(): Promise<void> {
    const left = [...state.outstanding.values()];
    if (state.phase === 'queued' && !state.paused) return run.start();
    await record({ type: 'run.recovered', epoch: store.epoch });
    for (const effect of left) {
      const step = effect.type === 'start' ? state.steps.get(effect.path) : undefined;
      if (step !== undefined && step.status === 'running') await recoverStep(live, step);
      else {
        pending.push(effect);
        drain();
      }
    }
    armRunTimeout(row.startedAt ?? clock.now());
  }

  async function leave(graceMs: number): Promise<void> {
    leaving = true;
    const done = Promise.allSettled([...underWay.values()].map((attempt) => attempt.done));
    let handle: number | undefined;
    const late = new Promise<void>((resolve) => {
      handle = clock.setTimeout(resolve, graceMs);
    });
    await Promise.race([done, late]);
    if (handle !== undefined) clock.clearTimeout(handle);
    for (const { controller } of underWay.values()) controller.abort(new StepStopped('shutdown', 'Pawl is stopping'));
    await done;
    disarmAll();
  }

  readEvents();
  return run;
}
