import { callStepOf } from '../agents/call-step.ts';
import { assertNever } from '../lib/assert-never.ts';
import { applyToStep, begin, leftOver } from './apply-to-step.ts';
import type { RunError, RunEvent } from './events.ts';
import type { RunMark, RunPicture, StepPicture } from './run-picture.ts';
import { isTerminalStep, type RunStatus, type TerminalRunStatus } from './status.ts';
import { idOfPath, placeOf } from './step-place.ts';

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
