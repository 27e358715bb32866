import type { EffectClass } from '../../../shared/actions/action.ts';
import type { StepError } from '../../../shared/lib/action-error.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { RunStatus, StepStatus, TerminalRunStatus } from '../../../shared/run/status.ts';
import type { ListPlan, Plan, StepPlan } from '../../../shared/workflow/plan.ts';

/** What the walk asks the engine to do. Each is answered by an event; until then it is outstanding. */
export type Effect =
  | { readonly type: 'start'; readonly path: string; readonly attempt: number }
  | { readonly type: 'skip'; readonly path: string; readonly reason: string }
  /** The step had begun before and was to begin again: it never will. */
  | { readonly type: 'drop'; readonly path: string; readonly reason: StopKind }
  | { readonly type: 'resolveEdge'; readonly path: string; readonly edge: number; readonly from: string; readonly expression: string }
  | { readonly type: 'checkLoop'; readonly path: string; readonly index: number }
  | { readonly type: 'askAgent'; readonly path: string; readonly index: number }
  | { readonly type: 'wake'; readonly path: string; readonly at: number; readonly next: 'retry' | 'succeed' }
  | { readonly type: 'awaitRun'; readonly path: string; readonly runId: string }
  | AwaitEvent
  | AwaitAnswer
  | { readonly type: 'finishStep'; readonly path: string; readonly outcome: ContainerOutcome; readonly failure?: Failure }
  | { readonly type: 'abort'; readonly path: string; readonly reason: StopKind }
  | { readonly type: 'finishRun'; readonly status: TerminalRunStatus; readonly failure?: Failure };

/** A published event whose name fits, with a greater number than `after`. `until`: how long at most, in milliseconds since the epoch. */
export interface AwaitEvent {
  readonly type: 'awaitEvent';
  readonly path: string;
  readonly pattern: string;
  readonly after: number;
  readonly until?: number;
}

/** A person's answer to an inbox item. */
export interface AwaitAnswer {
  readonly type: 'awaitAnswer';
  readonly path: string;
  readonly item: string;
  readonly until?: number;
}

export type Abort = Extract<Effect, { type: 'abort' }>;

export type ContainerOutcome = 'succeeded' | 'failed' | 'cancelled' | 'timed_out';
export type StopKind = 'cancelled' | 'timed_out' | 'failed';

export interface Failure {
  readonly path: string;
  readonly error: StepError;
}

/**
 * The fold of a run's events. `reduce` owns it and changes it in place: copying ten thousand steps for each event would make a run's cost
 * quadratic. Nothing in it comes from a clock, a database or chance, so that the same events always give the same state and effects.
 */
export interface RunState {
  readonly plan: Plan;
  /** Steps of the scopes that are open. Finished iterations and branches are let go, so that memory stays flat. */
  readonly steps: Map<string, StepState>;
  readonly outstanding: Map<string, Effect>;
  /** Ready steps that do work, first come first served; and those that need no slot, kept only while the run is paused. */
  readonly readyForSlot: StepState[];
  readonly readyAtOnce: StepState[];
  /** Scopes to look at again before the event is done with. */
  readonly touched: ScopeState[];
  /** The effects of the event being reduced. */
  effects: Effect[];
  phase: 'queued' | 'main' | 'finally' | 'finishing' | 'ended';
  root: ScopeState | undefined;
  paused: boolean;
  stop: 'cancelled' | 'timed_out' | undefined;
  /** Why, in the words of who cancelled it. */
  stopReason: string | undefined;
  ended: TerminalRunStatus | undefined;
  slotsInUse: number;
  /** Outstanding effects that only wait, and steps under way that wait for a person. */
  waits: number;
  unknown: number;
  /** Failures that the run survived: optional or handled by an edge. */
  survived: number;
  failure: Failure | undefined;
  readonly variables: Map<string, Json>;
}

export interface StepState {
  readonly path: string;
  readonly plan: StepPlan;
  readonly scope: ScopeState;
  status: StepStatus;
  /** Attempts started so far. */
  attempt: number;
  /** The attempt was interrupted and starts again under its own number. */
  replay: boolean;
  effect: EffectClass | undefined;
  unresolved: number;
  taken: number;
  /** Sources (by id) behind which something has failed; when the step is skipped for it, that passes on to what needs it. */
  blockedBy: Set<string> | undefined;
  /** Sources whose failure another edge into this step takes care of. */
  excused: Set<string> | undefined;
  branch: string | undefined;
  active: boolean;
  holdsSlot: boolean;
  /** Questions to a person that it waits for while it is under way. */
  asking: number;
  /** Expression edges out of this step that are still being evaluated. */
  deciding: number;
  handled: boolean;
  error: StepError | undefined;
  container: ContainerState | undefined;
  /** Of an agent: answers of its model so far, in all attempts. */
  rounds: number;
}

export interface ContainerState {
  /** Iterations of a forEach or times; undefined for while, parallel and agents. */
  count: number | undefined;
  next: number;
  readonly scopes: Set<ScopeState>;
  failure: Failure | undefined;
  /** Some iteration or branch did not get to its end, though nothing in it failed. */
  cut: boolean;
  stopping: StopKind | undefined;
  /** An agent whose round has ended, and that waits for a slot to ask again. */
  queued: boolean;
}

/** One run of a list: the main list, `finally`, one iteration, one branch. */
export interface ScopeState {
  /** What the paths of its steps begin with: empty, `each[3]/`, `both/left/`. */
  readonly prefix: string;
  readonly list: ListPlan;
  readonly owner: StepState | undefined;
  /** The iteration, in a loop. */
  readonly index: number | undefined;
  readonly steps: StepState[];
  /** Steps that have not ended. */
  left: number;
  /** Steps begun and not ended, and decisions under way. */
  active: number;
  halted: boolean;
  /** It was halted by stopping what was under way: since then nothing in it is wanted any more. */
  stopped: StopKind | undefined;
  done: boolean;
  failure: Failure | undefined;
}

export function createRunState(plan: Plan, variables: Iterable<readonly [string, Json]> = []): RunState {
  return {
    plan,
    steps: new Map(),
    outstanding: new Map(),
    readyForSlot: [],
    readyAtOnce: [],
    touched: [],
    effects: [],
    phase: 'queued',
    root: undefined,
    paused: false,
    stop: undefined,
    stopReason: undefined,
    ended: undefined,
    slotsInUse: 0,
    waits: 0,
    unknown: 0,
    survived: 0,
    failure: undefined,
    variables: new Map(variables),
  };
}

/** What the run's row says. Derived, never kept beside the state. */
export function runStatusOf(state: RunState): RunStatus {
  if (state.ended !== undefined) return state.ended;
  if (state.phase === 'queued') return state.paused ? 'paused' : 'queued';
  // A pause is there once the steps under way have ended.
  if (state.outstanding.size > state.waits) return 'running';
  if (state.paused) return 'paused';
  if (state.unknown > 0) return 'needs_attention';
  return state.waits > 0 ? 'waiting' : 'running';
}

export function isHalted(scope: ScopeState): boolean {
  for (let at: ScopeState | undefined = scope; at !== undefined; at = at.owner?.scope) if (at.halted) return true;
  return false;
}

/** Nothing of it is under way here: a time, another run, an event or a person is waited for. */
export function isWait({ type }: Effect): boolean {
  return type === 'wake' || type === 'awaitRun' || type === 'awaitEvent' || type === 'awaitAnswer';
}

export function emit(state: RunState, effect: Effect): void {
  state.effects.push(effect);
  if (effect.type === 'abort') return;
  if (isWait(effect)) state.waits++;
  state.outstanding.set(keyOf(effect), effect);
}

/** The answer has come: the effect is outstanding no more. */
export function answer(state: RunState, key: string): boolean {
  const effect = state.outstanding.get(key);
  if (effect === undefined) return false;
  if (isWait(effect)) state.waits--;
  return state.outstanding.delete(key);
}

/** Everything a step itself may have outstanding. */
export function answerStep(state: RunState, path: string): void {
  const step = state.steps.get(path);
  if (step !== undefined && step.asking > 0) {
    step.asking = 0;
    state.waits--;
  }
  answer(state, `step:${path}`);
}

/** One thing at a time is outstanding for a step, save for its edges. */
function keyOf(effect: Effect): string {
  switch (effect.type) {
    case 'resolveEdge':
      return edgeKey(effect.path, effect.edge);
    case 'finishRun':
      return 'run';
    default:
      return `step:${effect.path}`;
  }
}

export function edgeKey(path: string, edge: number): string {
  return `edge:${edge}:${path}`;
}
