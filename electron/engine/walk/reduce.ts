import type { StepError } from '../../../shared/lib/action-error.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { RunEvent, RunEventOf } from '../../../shared/run/events.ts';
import type { TerminalRunStatus, TerminalStepStatus } from '../../../shared/run/status.ts';
import { isTerminalStep } from '../../../shared/run/status.ts';
import { beginAgent, turnedAgent } from './agent-rounds.ts';
import { beginWhile, checkedWhile, closeInner, expandLoop, openBranches } from './containers.ts';
import { resolveEdges, settleEdge } from './edges.ts';
import { stopRounds } from './end-container.ts';
import { deactivate, dispatch, makeReady, releaseSlot } from './ready.ts';
import { dropBegun, haltScope, isComplete, openScope } from './scopes.ts';
import { whyUnwanted } from './unwanted.ts';
import { answer, answerStep, type Effect, edgeKey, emit, isHalted, type RunState, type ScopeState, type StepState } from './walk-state.ts';

/**
 * The whole walk of a run's graph: what an event changes and what is to be done next. It knows no clock, no database and no chance, so that
 * folding the recorded events after a crash gives the same state and the same outstanding effects.
 * An event that speaks of a step that is not open, or comes too late, changes nothing.
 */
export function reduce(state: RunState, event: RunEvent): readonly Effect[] {
  state.effects = [];
  if (state.phase !== 'ended') {
    apply(state, event);
    closeCompleted(state);
    dispatch(state);
  }
  return state.effects;
}

function apply(state: RunState, event: RunEvent): void {
  switch (event.type) {
    case 'run.started':
      if (state.phase !== 'queued') return;
      state.phase = 'main';
      state.root = openScope(state, state.plan.main, '', undefined, undefined);
      return;
    case 'run.paused':
      state.paused = true;
      return;
    case 'run.resumed':
      state.paused = false;
      return;
    case 'run.cancelling':
      state.stopReason ??= event.reason;
      return stopRun(state, 'cancelled');
    case 'run.timing_out':
      return stopRun(state, 'timed_out');
    case 'run.recovered':
      return;
    case 'run.finished':
      answer(state, 'run');
      state.ended = event.status;
      state.phase = 'ended';
      return;
    default: {
      const step = state.steps.get(event.path);
      if (step === undefined) return;
      // The step behind an edge may have ended by another one; the step before it waits for the answer all the same.
      if (event.type === 'edge.resolved') resolvedEdge(state, step, event.edge, event.taken);
      else if (!isTerminalStep(step.status)) applyToStep(state, step, event);
    }
  }
}

type StepEvent = Exclude<RunEvent, { type: `run.${string}` | 'edge.resolved' }>;

function applyToStep(state: RunState, step: StepState, event: StepEvent): void {
  switch (event.type) {
    case 'step.started':
      return startedStep(state, step, event);
    case 'step.succeeded':
      step.branch = event.branch;
      for (const [name, value] of Object.entries(event.set ?? {})) state.variables.set(name, value);
      return end(state, step, 'succeeded');
    case 'step.failed':
      return failedStep(state, step, event);
    case 'step.skipped':
      return end(state, step, 'skipped');
    case 'step.cancelled':
      return end(state, step, 'cancelled');
    case 'step.waiting':
      return waitingStep(state, step, event);
    case 'step.woken':
      return startAgain(state, step);
    case 'step.asked':
      if (step.asking++ === 0) state.waits++;
      return;
    case 'step.answered':
      if (step.asking > 0 && --step.asking === 0) state.waits--;
      return;
    case 'step.interrupted':
      // It may have been stopped before it had begun.
      step.attempt = event.attempt;
      step.replay = true;
      return startAgain(state, step);
    case 'step.unknown':
      step.status = 'unknown';
      step.container = undefined;
      state.unknown++;
      answerStep(state, step.path);
      return releaseSlot(state, step);
    case 'step.decided':
      return decidedStep(state, step, event.decision);
    case 'step.timing_out':
      return stopContainer(state, step);
    case 'loop.expanded':
      return expandLoop(state, step, event.count);
    case 'loop.checked':
      return checkedWhile(state, step, event.index, event.holds);
    case 'agent.turned':
      return turnedAgent(state, step, event.index, event.calls);
    default:
      return assertNever(event);
  }
}

function startedStep(state: RunState, step: StepState, event: RunEventOf<'step.started'>): void {
  step.status = 'running';
  step.attempt = event.attempt;
  step.effect = event.effect;
  if (step.plan.kind === 'parallel') openBranches(state, step);
  else if (step.plan.kind === 'while') beginWhile(state, step);
  else if (step.plan.kind === 'agent') beginAgent(state, step);
}

function failedStep(state: RunState, step: StepState, event: RunEventOf<'step.failed'>): void {
  step.error = event.error;
  // An attempt can fail before it has begun, while its parameters are rendered: it counts.
  step.attempt = event.attempt;
  // A run that is coming to its end does not wait for another try.
  if (event.retryAt === undefined || isHalted(step.scope)) return end(state, step, event.timedOut === true ? 'timed_out' : 'failed');
  answerStep(state, step.path);
  step.status = 'waiting';
  step.container = undefined;
  releaseSlot(state, step);
  emit(state, { type: 'wake', path: step.path, at: event.retryAt, next: 'retry' });
}

function waitingStep(state: RunState, step: StepState, event: RunEventOf<'step.waiting'>): void {
  answerStep(state, step.path);
  // Its work is done, and somebody has to help: nothing inside it is left.
  if (event.item !== undefined && step.status === 'running') {
    step.container = undefined;
    releaseSlot(state, step);
  }
  step.status = 'waiting';
  const { path, until, runId, event: published, item } = event;
  const limit = until === undefined ? {} : { until };
  if (published !== undefined) emit(state, { type: 'awaitEvent', path, ...published, ...limit });
  else if (item !== undefined) emit(state, { type: 'awaitAnswer', path, item, ...limit });
  else if (until !== undefined) emit(state, { type: 'wake', path, at: until, next: 'succeed' });
  else if (runId !== undefined) emit(state, { type: 'awaitRun', path, runId });
  // It was on its way to this wait when it was told to stop.
  const reason = whyUnwanted(state, step);
  if (reason !== undefined) emit(state, { type: 'abort', path, reason });
}

function startAgain(state: RunState, step: StepState): void {
  answerStep(state, step.path);
  step.container = undefined;
  deactivate(state, step);
  makeReady(state, step);
}

function decidedStep(state: RunState, step: StepState, decision: RunEventOf<'step.decided'>['decision']): void {
  if (step.status !== 'unknown') return;
  if (decision === 'done') return end(state, step, 'succeeded');
  if (decision === 'skip') return end(state, step, 'skipped');
  if (decision === 'retry') {
    state.unknown--;
    return startAgain(state, step);
  }
  step.error = interrupted(step);
  end(state, step, 'failed');
}

function interrupted(step: StepState): StepError {
  return { code: 'INTERRUPTED', message: `${step.plan.name} was interrupted, and it was decided that it failed`, kind: 'fatal' };
}

function stopContainer(state: RunState, step: StepState): void {
  if (step.container === undefined) return;
  step.container.stopping ??= 'timed_out';
  for (const scope of step.container.scopes) haltScope(state, scope, 'timed_out', true);
  stopRounds(state, step, 'timed_out', true);
}

function stopRun(state: RunState, kind: 'cancelled' | 'timed_out'): void {
  state.paused = false;
  state.stop ??= kind;
  if (state.phase === 'queued') finishRun(state);
  else if (state.root !== undefined) haltScope(state, state.root, kind, true);
}

function resolvedEdge(state: RunState, target: StepState, edge: number, taken: boolean): void {
  if (!answer(state, edgeKey(target.path, edge))) return;
  const plan = target.plan.edges[edge];
  const source = plan === undefined ? undefined : state.steps.get(target.scope.prefix + plan.from);
  if (plan === undefined || source === undefined) return;
  source.deciding--;
  source.scope.active--;
  state.touched.push(source.scope);
  settleEdge(state, source, target, taken ? 'taken' : 'dead', plan.on);
  if (source.status === 'failed' || source.status === 'timed_out') judgeFailure(state, source);
}

function end(state: RunState, step: StepState, status: TerminalStepStatus): void {
  if (step.status === 'unknown') state.unknown--;
  answerStep(state, step.path);
  step.status = status;
  step.scope.left--;
  deactivate(state, step);
  state.touched.push(step.scope);
  if (!step.scope.halted) resolveEdges(state, step);
  if (status === 'failed' || status === 'timed_out') judgeFailure(state, step);
}

/** A failure that no edge handles, of a step that is not optional, fails its scope; once every edge out of it is known. */
function judgeFailure(state: RunState, step: StepState): void {
  if (step.deciding > 0) return;
  // What goes wrong with a call is told to the model, which deals with it.
  if (step.plan.isCall) return;
  if (step.plan.optional || step.handled) {
    state.survived++;
    return;
  }
  const error = step.error ?? { code: 'FAILED', message: `${step.plan.name} failed`, kind: 'fatal' };
  step.scope.failure ??= { path: step.path, error };
  if (!state.plan.continueOnError) haltScope(state, step.scope, 'failed', false);
}

function closeCompleted(state: RunState): void {
  for (let scope = state.touched.pop(); scope !== undefined; scope = state.touched.pop()) {
    if (!isComplete(scope) || dropBegun(state, scope)) continue;
    scope.done = true;
    if (scope.owner === undefined) closeRoot(state, scope);
    else closeInner(state, scope.owner, scope);
  }
}

function closeRoot(state: RunState, scope: ScopeState): void {
  state.failure ??= scope.failure;
  if (state.phase === 'main' && state.plan.finally !== undefined) {
    state.phase = 'finally';
    state.root = openScope(state, state.plan.finally, '', undefined, undefined);
  } else finishRun(state);
}

function finishRun(state: RunState): void {
  state.phase = 'finishing';
  const { failure } = state;
  emit(state, { type: 'finishRun', status: outcomeOf(state), ...(failure === undefined ? {} : { failure }) });
}

function outcomeOf(state: RunState): TerminalRunStatus {
  if (state.stop !== undefined) return state.stop;
  if (state.failure !== undefined) return 'failed';
  return state.survived > 0 ? 'completed_with_errors' : 'completed';
}
