import type { EffectClass } from '../actions/action.ts';
import { callStepOf } from '../agents/call-step.ts';
import type { StepError } from '../lib/action-error.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { RunError, RunEvent, StepWaiting } from './events.ts';
import { isTerminalStep, type RunStatus, type StepStatus, type TerminalRunStatus } from './status.ts';
import { idOfPath, placeOf } from './step-place.ts';

/** How a stretch of time of a step was spent. All times are milliseconds since the epoch; `to` is open while it goes on. */
export interface Span {
  /** Work, a pause before another try, a wait that the workflow asks for, a run that is waited for, or a person. */
  readonly kind: 'attempt' | 'retry' | 'delay' | 'child' | 'person';
  readonly attempt: number;
  readonly from: number;
  readonly to: number | undefined;
  /** Of an attempt that is over; of a pause, how the attempt before it ended. */
  readonly outcome?: 'succeeded' | 'failed' | 'timed_out' | 'cancelled' | 'interrupted' | 'unknown';
  readonly effect?: EffectClass;
  /** Why it ended so, or what is waited for. */
  readonly note?: string;
}

export interface StepPicture {
  readonly path: string;
  readonly state: StepStatus;
  readonly attempts: number;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly spans: readonly Span[];
  readonly error: StepError | undefined;
  readonly reason: string | undefined;
  readonly branch: string | undefined;
  /** The run that is or was waited for. */
  readonly child: string | undefined;
  /** Of a loop, parallel or agent step: what is inside it. */
  readonly inner: InnerPicture | undefined;
}

export interface InnerPicture {
  /** How many iterations there will be, where that is known before. */
  readonly count: number | undefined;
  /** Iterations that have begun. */
  readonly begun: number;
  /** Steps inside it that failed; what a model called for is not counted. */
  readonly failed: number;
  /** Of an agent: ids of the calls of each of its rounds. */
  readonly rounds?: readonly (readonly string[])[];
  /** Of an agent: calls of the last round that have not ended. Without any its model is being asked. */
  readonly open?: number;
}

/** Something that happened to the run as a whole. */
export interface RunMark {
  readonly at: number;
  readonly sequence: number;
  readonly kind: 'paused' | 'resumed' | 'cancelling' | 'timing_out' | 'recovered';
  readonly by?: string;
}

/** A run as it stood after one of its events. */
export interface RunPicture {
  readonly status: RunStatus;
  readonly sequence: number;
  /** When that event was recorded. */
  readonly at: number | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly error: RunError | undefined;
  /** What has begun, by path, in order of first start. A step that changes is another object. */
  readonly steps: ReadonlyMap<string, StepPicture>;
  /** Grows when a path is new: rows need no new order before that. */
  readonly shape: number;
  readonly marks: readonly RunMark[];
}

export interface RunFold {
  apply(sequence: number, at: number, event: RunEvent): void;
  /** Lives on: `steps` shows what is applied later. `copy` for one that stays. */
  picture(): RunPicture;
  /** Another fold that goes on from here by itself. */
  copy(): RunFold;
}

interface FoldState {
  status: TerminalRunStatus | undefined;
  sequence: number;
  at: number | undefined;
  startedAt: number | undefined;
  endedAt: number | undefined;
  error: RunError | undefined;
  paused: boolean;
  shape: number;
  steps: Map<string, StepPicture>;
  marks: readonly RunMark[];
  running: number;
  waiting: number;
  unknown: number;
}

const nothing: FoldState = {
  status: undefined,
  sequence: 0,
  at: undefined,
  startedAt: undefined,
  endedAt: undefined,
  error: undefined,
  paused: false,
  shape: 0,
  steps: new Map(),
  marks: [],
  running: 0,
  waiting: 0,
  unknown: 0,
};

/**
 * Folds a run's recorded events into what a person sees of it: states, stretches of time, reasons. It needs no plan, so that a page can
 * show any moment of any run; which steps may start next is the engine's business.
 */
export function createRunFold(from: FoldState = { ...nothing, steps: new Map() }): RunFold {
  const state = from;

  function put(step: StepPicture): void {
    const before = state.steps.get(step.path);
    if (before === undefined) state.shape++;
    else count(state, before, -1);
    count(state, step, 1);
    state.steps.set(step.path, step);
    if (before === undefined) enter(step.path);
    if (before?.state !== 'failed' && step.state === 'failed' && callStepOf(idOfPath(step.path)) === undefined) failInside(step.path);
    if (isTerminalStep(step.state) && (before === undefined || !isTerminalStep(before.state))) endCall(step.path);
  }

  /** A container has something in it as soon as one of its steps begins. */
  function enter(path: string): void {
    const place = placeOf(path);
    const container = place === undefined ? undefined : state.steps.get(place.container);
    if (place === undefined || container === undefined) return;
    const { begun = 0, ...inner } = container.inner ?? { count: undefined, failed: 0 };
    put({ ...container, inner: { ...inner, begun: Math.max(begun, (place.iteration ?? -1) + 1) } });
  }

  /** The last of them lets the agent's model go on. */
  function endCall(path: string): void {
    const container = callStepOf(idOfPath(path)) === undefined ? undefined : state.steps.get(placeOf(path)?.container ?? '');
    if (container?.inner?.open === undefined || isTerminalStep(container.state)) return;
    put({ ...container, inner: { ...container.inner, open: Math.max(0, container.inner.open - 1) } });
  }

  function failInside(path: string): void {
    for (let place = placeOf(path); place !== undefined; place = placeOf(place.container)) {
      const container = state.steps.get(place.container);
      if (container?.inner === undefined) continue;
      put({ ...container, inner: { ...container.inner, failed: container.inner.failed + 1 } });
    }
  }

  function applyToRun(sequence: number, at: number, event: Extract<RunEvent, { type: `run.${string}` }>): void {
    const mark = (kind: RunMark['kind'], by?: string): void => {
      state.marks = [...state.marks, { at, sequence, kind, ...(by === undefined ? {} : { by }) }];
    };
    switch (event.type) {
      case 'run.started':
        state.startedAt = at;
        return;
      case 'run.paused':
        state.paused = true;
        return mark('paused', event.by);
      case 'run.resumed':
        state.paused = false;
        return mark('resumed', event.by);
      case 'run.cancelling':
        state.paused = false;
        return mark('cancelling', event.by);
      case 'run.timing_out':
        state.paused = false;
        return mark('timing_out');
      case 'run.recovered':
        return mark('recovered');
      case 'run.finished':
        state.status = event.status;
        state.endedAt = at;
        state.error = event.error;
        for (const step of state.steps.values()) if (!isTerminalStep(step.state)) put(leftOver(step, at));
        return;
      default:
        assertNever(event);
    }
  }

  return {
    apply(sequence, at, event) {
      state.sequence = sequence;
      state.at = at;
      if ('path' in event) {
        const step = state.steps.get(event.path) ?? begin(event.path);
        const next = applyToStep(step, at, event);
        if (next !== undefined) put(next);
        // Its calls are rows to come.
        if (event.type === 'agent.turned' && event.calls.length > 0) state.shape++;
      } else applyToRun(sequence, at, event);
    },
    picture: () => ({
      status: statusOf(state),
      sequence: state.sequence,
      at: state.at,
      startedAt: state.startedAt,
      endedAt: state.endedAt,
      error: state.error,
      steps: state.steps,
      shape: state.shape,
      marks: state.marks,
    }),
    copy: () => createRunFold({ ...state, steps: new Map(state.steps) }),
  };
}

function begin(path: string): StepPicture {
  return {
    path,
    state: 'pending',
    attempts: 0,
    startedAt: undefined,
    endedAt: undefined,
    spans: [],
    error: undefined,
    reason: undefined,
    branch: undefined,
    child: undefined,
    inner: undefined,
  };
}

type StepEvent = Extract<RunEvent, { readonly path: string }>;

/** Undefined when the event says nothing about how the step stands. */
function applyToStep(step: StepPicture, at: number, event: StepEvent): StepPicture | undefined {
  if (isTerminalStep(step.state)) return undefined;
  const over = (
    state: StepStatus,
    outcome: NonNullable<Span['outcome']>,
    note: string | undefined,
    more: Partial<StepPicture> = {},
  ): StepPicture => ({
    ...step,
    state,
    startedAt: step.startedAt ?? at,
    endedAt: isTerminalStep(state) ? at : undefined,
    spans: closeSpan(step.spans, at, outcome, note),
    reason: undefined,
    ...more,
  });
  switch (event.type) {
    case 'step.started': {
      const span: Span = { kind: 'attempt', attempt: event.attempt, from: at, to: undefined, effect: event.effect };
      return {
        ...step,
        state: 'running',
        attempts: event.attempt,
        startedAt: step.startedAt ?? at,
        spans: [...closeSpan(step.spans, at), span],
        reason: undefined,
      };
    }
    case 'step.succeeded':
      return over('succeeded', 'succeeded', event.reason, {
        attempts: Math.max(step.attempts, event.attempt),
        branch: event.branch,
        reason: event.reason,
        error: undefined,
      });
    case 'step.failed': {
      const { error, retryAt, attempt, timedOut } = event;
      const outcome = timedOut === true ? 'timed_out' : 'failed';
      const failed = over(outcome, outcome, error.message, { attempts: attempt, error });
      if (retryAt === undefined) return failed;
      const note = `tried again at ${new Date(retryAt).toISOString()}`;
      const pause: Span = { kind: 'retry', attempt, from: at, to: undefined, outcome, note };
      const reason = `attempt ${attempt} failed: ${error.message}`;
      return { ...failed, state: 'waiting', endedAt: undefined, spans: [...failed.spans, pause], reason };
    }
    case 'step.skipped':
      return over('skipped', 'cancelled', event.reason, { startedAt: step.startedAt, reason: event.reason });
    case 'step.cancelled':
      return over('cancelled', 'cancelled', event.reason, { reason: event.reason });
    case 'step.waiting': {
      const { runId } = event;
      const note = waitNote(event);
      const kind = event.item !== undefined ? 'person' : runId === undefined ? 'delay' : 'child';
      const span: Span = { kind, attempt: step.attempts || 1, from: at, to: undefined, note };
      return {
        ...step,
        state: 'waiting',
        attempts: step.attempts || 1,
        startedAt: step.startedAt ?? at,
        spans: [...closeSpan(step.spans, at, 'succeeded'), span],
        reason: note,
        child: runId ?? step.child,
      };
    }
    case 'step.woken':
      return { ...step, state: 'ready', spans: closeSpan(step.spans, at), reason: undefined };
    case 'step.interrupted':
      return {
        ...step,
        state: 'ready',
        attempts: event.attempt,
        spans: closeSpan(step.spans, at, 'interrupted', event.reason),
        reason: event.reason,
      };
    case 'step.unknown': {
      const person: Span = { kind: 'person', attempt: event.attempt, from: at, to: undefined, note: event.reason };
      return {
        ...step,
        state: 'unknown',
        startedAt: step.startedAt ?? at,
        spans: [...closeSpan(step.spans, at, 'unknown', event.reason), person],
        reason: event.reason,
      };
    }
    case 'step.decided': {
      const reason = `${event.by} decided: ${event.decision}`;
      if (event.decision === 'retry') return { ...step, state: 'ready', spans: closeSpan(step.spans, at), reason };
      const state = event.decision === 'done' ? 'succeeded' : event.decision === 'skip' ? 'skipped' : 'failed';
      return { ...step, state, endedAt: at, spans: closeSpan(step.spans, at), reason };
    }
    case 'loop.expanded':
      return { ...step, inner: { begun: 0, failed: 0, ...step.inner, count: event.count } };
    case 'loop.checked':
      return { ...step, inner: { count: undefined, begun: 0, failed: 0, ...step.inner } };
    case 'agent.turned': {
      const { calls, index } = event;
      const rounds = [...(step.inner?.rounds ?? []).slice(0, index), calls];
      const begun = calls.length === 0 ? (step.inner?.begun ?? 0) : index + 1;
      return { ...step, inner: { count: undefined, failed: 0, ...step.inner, begun, rounds, open: calls.length } };
    }
    case 'step.asked': {
      // What is under way goes on being so; a call that a person must allow has not begun.
      if (step.state === 'running') return undefined;
      const span: Span = { kind: 'person', attempt: step.attempts || 1, from: at, to: undefined, note: 'for a person' };
      return {
        ...step,
        state: 'waiting',
        startedAt: step.startedAt ?? at,
        spans: [...closeSpan(step.spans, at), span],
        reason: 'for a person',
      };
    }
    case 'step.answered':
      if (step.state === 'running') return undefined;
      return { ...step, state: 'ready', spans: closeSpan(step.spans, at), reason: undefined };
    case 'step.timing_out':
    case 'edge.resolved':
      return undefined;
    default:
      return assertNever(event);
  }
}

function waitNote({ until, runId, event, item }: StepWaiting): string {
  const what = item !== undefined ? 'for a person' : event !== undefined ? `for the event ${event.pattern}` : undefined;
  if (what === undefined && runId !== undefined) return `run ${runId}`;
  const most = until === undefined ? '' : `until ${new Date(until).toISOString()}`;
  return what === undefined ? most : most === '' ? what : `${what}, at most ${most}`;
}

/** A step that the end of the run has caught: one that waited for another try had failed, anything else was let go. */
function leftOver(step: StepPicture, at: number): StepPicture {
  const last = step.spans.at(-1);
  if (step.state === 'waiting' && last?.kind === 'retry') {
    return { ...step, state: last.outcome === 'timed_out' ? 'timed_out' : 'failed', endedAt: last.from, spans: step.spans.slice(0, -1) };
  }
  return { ...step, spans: closeSpan(step.spans, at, 'cancelled') };
}

function closeSpan(spans: readonly Span[], at: number, outcome?: Span['outcome'], note?: string): readonly Span[] {
  const last = spans.at(-1);
  if (last === undefined || last.to !== undefined) return spans;
  const closed: Span = {
    ...last,
    to: at,
    ...(outcome === undefined || last.kind !== 'attempt' ? {} : { outcome }),
    ...(note === undefined ? {} : { note }),
  };
  return [...spans.slice(0, -1), closed];
}

/** Containers do no work of their own, but for an agent whose model is being asked. */
function count(state: FoldState, { state: is, inner }: StepPicture, by: 1 | -1): void {
  if (is === 'running' && (inner === undefined || inner.open === 0)) state.running += by;
  else if (is === 'waiting') state.waiting += by;
  else if (is === 'unknown') state.unknown += by;
}

function statusOf(state: FoldState): RunStatus {
  if (state.status !== undefined) return state.status;
  if (state.startedAt === undefined) return state.paused ? 'paused' : 'queued';
  if (state.running > 0) return 'running';
  if (state.paused) return 'paused';
  if (state.unknown > 0) return 'needs_attention';
  return state.waiting > 0 ? 'waiting' : 'running';
}
