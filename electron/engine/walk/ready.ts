import type { StepKind } from '../../../shared/workflow/schema.ts';
import { emit, isHalted, type RunState, type StepState } from './walk-state.ts';

/** Kinds that do work of their own take one of the run's slots; containers, decisions and waits do not. */
function takesSlot(kind: StepKind): boolean {
  return kind === 'action' || kind === 'agent' || kind === 'workflow';
}

/** Every condition to start is met: the step starts now, or when a slot is free and the run is not paused. */
export function makeReady(state: RunState, step: StepState): void {
  step.status = 'ready';
  (takesSlot(step.plan.kind) ? state.readyForSlot : state.readyAtOnce).push(step);
}

/** Starts what may start, in the order it became ready. */
export function dispatch(state: RunState): void {
  if (state.paused || (state.phase !== 'main' && state.phase !== 'finally')) return;
  for (const step of state.readyAtOnce.splice(0)) if (mayStart(step)) start(state, step);
  while (state.slotsInUse < state.plan.parallelism) {
    const step = state.readyForSlot.shift();
    if (step === undefined) return;
    if (!mayStart(step) && !asksAgain(step)) continue;
    step.holdsSlot = true;
    state.slotsInUse++;
    if (asksAgain(step)) askAgain(state, step);
    else start(state, step);
  }
}

function mayStart(step: StepState): boolean {
  return step.status === 'ready' && !step.active && !isHalted(step.scope);
}

function asksAgain(step: StepState): boolean {
  return step.container?.queued === true;
}

function askAgain(state: RunState, step: StepState): void {
  if (step.container === undefined) return;
  step.container.queued = false;
  emit(state, { type: 'askAgent', path: step.path, index: step.rounds });
}

function start(state: RunState, step: StepState): void {
  activate(step);
  const attempt = step.replay ? step.attempt : step.attempt + 1;
  step.replay = false;
  emit(state, { type: 'start', path: step.path, attempt });
}

/** The step is under way: its scope waits for it. */
export function activate(step: StepState): void {
  step.active = true;
  step.scope.active++;
}

export function releaseSlot(state: RunState, step: StepState): void {
  if (!step.holdsSlot) return;
  step.holdsSlot = false;
  state.slotsInUse--;
}

/** The step is no longer under way: it has ended, or goes back to the queue. */
export function deactivate(state: RunState, step: StepState): void {
  releaseSlot(state, step);
  if (!step.active) return;
  step.active = false;
  step.scope.active--;
  state.touched.push(step.scope);
}
