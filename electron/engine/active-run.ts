import { toStepError } from '../../shared/lib/action-error.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { failpoint } from '../../shared/lib/failpoint.ts';
import type { RecordedEvent, RunEvent } from '../../shared/run/events.ts';
import { isTerminalRun, isTerminalStep, type RunStatus, type TerminalRunStatus } from '../../shared/run/status.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import type { RunRow } from '../store/runs-table.ts';
import { askAgent } from './agents/ask-agent.ts';
import { createAttempts } from './attempts.ts';
import { createChildWaits } from './child-waits.ts';
import { finishRun } from './finish-run.ts';
import type { EngineParts, LiveRun, RunHost } from './live-run.ts';
import { createOutputs } from './outputs.ts';
import { finishContainer } from './perform/containers.ts';
import { escalateFailure } from './perform/escalate-by-rule.ts';
import { checkLoop } from './perform/loops.ts';
import { performStep } from './perform/perform.ts';
import { resolveEdge } from './perform/resolve-edge.ts';
import { recordCancelled, recordError, recordFailure, recordSkip, StepStopped, type StopReason } from './perform/settle.ts';
import { wakeSucceeded } from './perform/waits.ts';
import { recoverRun, timeLeftMs } from './recover-run.ts';
import { rootsOf } from './roots-of.ts';
import { createScope, visibleFrom } from './run-scope.ts';
import { maskEvent } from './secrets/mask-event.ts';
import { createStepFacts } from './step-facts.ts';
import { createTimers } from './timers.ts';
import { createWaits } from './waits.ts';
import { reduce } from './walk/reduce.ts';
import { createRunState, type Effect, isWait, runStatusOf, type StepState } from './walk/walk-state.ts';
import { whyStopped } from './why-stopped.ts';

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
  readonly feedback: LiveRun['feedback'];
  readonly runAttempt: number;
  /** Told after the commit. */
  publish(event: RecordedEvent): void;
  /** The run waits or is paused: others may have its place. */
  freed(): void;
  /** The run has ended, and that is on the disk. */
  ended(run: ActiveRun): void;
  /** A write was refused: what is in memory is not to be trusted any more. */
  broken(run: ActiveRun, error: unknown): void;
}

/** Steps that wait for nothing would keep the event loop to themselves, and the disk waiting, if the walk could be any number of events ahead. */
const MAX_EVENTS_AHEAD = 64;

export function createActiveRun(options: ActiveRunOptions): ActiveRun {
  const { row, plan, parts, host } = options;
  const { store, clock } = parts;
  const state = createRunState(plan, Object.entries(row.inputs));
  const outputs = createOutputs(store, row.key);
  const attempts = createAttempts(clock);
  const alarms = createTimers(clock);
  const timeouts = createTimers(clock);
  const pending: Effect[] = [];
  let seq = 0;
  let ahead = 0;
  let status: RunStatus = row.status;
  let draining = false;
  let leaving = false;
  let left = false;
  /** That the end is on the disk. */
  let endTold: Promise<void> = Promise.resolve();

  const live: LiveRun = {
    row,
    plan,
    state,
    outputs,
    parts,
    host,
    baseEnvironment: options.baseEnvironment,
    roots: rootsOf(row, plan.document, parts.platform.environment),
    reuse: options.reuse,
    hasGiven: store.givenResults.any(row.key),
    feedback: options.feedback,
    questions: new Map(),
    answers: new Map(),
    runAttempt: options.runAttempt,
    record,
    scopeOf: (step, env = {}, more = {}, secrets = 'refused') => createScope(live, visibleFrom(plan, step.scope), env, more, secrets),
    ...createStepFacts(store, row.key, state),
  };
  const over = (step: StepState): void => timeouts.disarm(step.path);
  const waits = createWaits({ live, alarms, follow, over });
  const children = createChildWaits(live, over);
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
    recover: () => recoverRun(live, { start: run.start, hold, goOn }),
    tell: record,
    leave,
  };

  function record(said: RunEvent, write?: (at: number) => void): Promise<void> {
    // What still comes in when the engine has let go of the run is not written: the next engine works it out again.
    if (left) return new Promise(() => {});
    // Nothing comes after its end: what a step or a person was about to say changes nothing any more.
    if (state.phase === 'ended') return endTold;
    const event = maskEvent(parts.secrets.masks, said);
    const at = clock.now();
    const number = ++seq;
    ahead++;
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
    const told = written.then(
      () => {
        failpoint('C7');
        ahead--;
        options.publish({ runId: row.id, seq: number, at, event });
        if (before === 'running' && became !== undefined) options.freed();
        drain();
      },
      (error: unknown) => {
        options.broken(run, error);
        throw error;
      },
    );
    // `broken` has told of it already, and not everybody waits for the commit.
    told.catch(() => {});
    if (event.type === 'run.finished') endTold = told;
    return told;
  }

  /** Effects that record at once lead to more effects: they are worked off here one by one, so that a long chain does not fill the stack. */
  function drain(): void {
    if (draining) return;
    draining = true;
    while (ahead < MAX_EVENTS_AHEAD) {
      const effect = pending.shift();
      if (effect === undefined) break;
      try {
        begin(effect);
      } catch (error) {
        // Whoever has recorded the event has to go on: what it writes belongs to what the walk has made of it already.
        follow(Promise.reject(error));
      }
    }
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
      case 'drop':
        return follow(recordCancelled(live, step, step.attempt, whyStopped(state, step, effect.reason)));
      case 'resolveEdge':
        return follow(resolveEdge(live, step, effect));
      case 'checkLoop':
        return follow(checkLoop(live, step, effect.index));
      case 'askAgent':
        return work(step, step.attempt, (signal) => askAgent(live, step, effect.index, signal));
      case 'wake':
        return wakeLater(step, effect.at, effect.next);
      case 'awaitRun':
        return follow(children.forRun(step, effect.runId));
      case 'awaitEvent':
        return waits.forEvent(step, effect);
      case 'awaitAnswer':
        return waits.forAnswer(step, effect);
      case 'finishStep':
        timeouts.disarm(step.path);
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
    if (step.plan.timeoutMs !== undefined) armStepTimeout(step, step.plan.timeoutMs);
    work(step, attempt, (signal) => performStep(live, step, attempt, signal));
  }

  function work(step: StepState, attempt: number, perform: (signal: AbortSignal) => Promise<void>): void {
    const settled = async (signal: AbortSignal): Promise<void> => {
      try {
        await perform(signal);
      } catch (thrown) {
        if (isTerminalStep(step.status)) throw thrown;
        await fail(step, attempt, thrown, signal);
      } finally {
        parts.logs.close(row.id, step.path);
      }
    };
    const ended = (): void => {
      if (!goesOn(step)) timeouts.disarm(step.path);
    };
    follow(attempts.begin(step.path, settled, ended));
  }

  async function fail(step: StepState, attempt: number, thrown: unknown, signal: AbortSignal): Promise<void> {
    if (!(await escalateFailure(live, step, attempt, thrown, signal))) await recordFailure(live, step, attempt, thrown, signal);
  }

  /** The attempt is not over though no code of ours is under way: it waits for its inner steps, or for what comes from outside. */
  function goesOn(step: StepState): boolean {
    const effect = state.outstanding.get(`step:${step.path}`);
    if (step.container !== undefined || effect === undefined) return step.container !== undefined;
    return isWait(effect) && !(effect.type === 'wake' && effect.next === 'retry');
  }

  function armStepTimeout(step: StepState, ms: number): void {
    timeouts.armIn(step.path, ms, () => timeOut(step));
  }

  function timeOut(step: StepState): void {
    const { path, plan: stepPlan } = step;
    const afterMs = stepPlan.timeoutMs ?? 0;
    if (isTerminalStep(step.status)) return;
    if (step.container !== undefined) return follow(record({ type: 'step.timing_out', path, afterMs }));
    const stop = new StepStopped('timed_out', `${stepPlan.name} took longer than ${afterMs} ms`);
    if (step.status !== 'waiting') return void attempts.abort(path, stop);
    if (children.stop(step, stop)) return;
    waits.stop(path);
    follow(recordError(live, step, Math.max(step.attempt, 1), toStepError(stop), true));
  }

  function disarmAll(): void {
    waits.stopAll();
    alarms.disarmAll();
    timeouts.disarmAll();
  }

  function wakeLater(step: StepState, at: number, next: 'retry' | 'succeed'): void {
    failpoint('C9');
    alarms.armAt(step.path, at, () => {
      if (step.status !== 'waiting') return;
      timeouts.disarm(step.path);
      follow(next === 'retry' ? record({ type: 'step.woken', path: step.path }) : wakeSucceeded(live, step, at));
    });
  }

  function abortStep(step: StepState, reason: StopReason): void {
    const message = whyStopped(state, step, reason);
    const stop = new StepStopped(reason, message);
    if (step.status !== 'waiting' && attempts.abort(step.path, stop)) return;
    if (children.stop(step, stop)) return;
    waits.stop(step.path);
    timeouts.disarm(step.path);
    if (!isTerminalStep(step.status)) follow(recordCancelled(live, step, step.attempt, message));
  }

  function armRunTimeout(startedAt: number): void {
    const { timeoutMs } = plan;
    if (timeoutMs === undefined) return;
    alarms.armAt('', startedAt + timeoutMs, () => {
      if (!isTerminalRun(status)) follow(record({ type: 'run.timing_out', afterMs: timeoutMs }));
    });
  }

  function conclude(): void {
    disarmAll();
    options.ended(run);
  }

  function readEvents(): void {
    for (const { seq: number, event } of store.events.after(row.key, 0)) {
      reduce(state, event);
      seq = number;
    }
  }

  function goOn(outstanding: readonly Effect[], aborts: readonly Effect[]): void {
    const asked = pending.filter((effect) => effect.type === 'abort');
    pending.splice(0, pending.length, ...outstanding, ...asked, ...aborts);
    armRunTimeout(row.startedAt ?? clock.now());
    for (const step of state.steps.values()) {
      const leftMs = goesOn(step) ? timeLeftMs(live, step) : undefined;
      if (leftMs !== undefined) armStepTimeout(step, leftMs);
    }
    draining = false;
    drain();
  }

  function hold(): void {
    draining = true;
  }

  async function leave(graceMs: number): Promise<void> {
    leaving = true;
    await attempts.end(graceMs, new StepStopped('shutdown', 'Pawl is stopping'));
    left = true;
    disarmAll();
  }

  readEvents();
  return run;
}
