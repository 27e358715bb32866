import type { ListPlan } from '../../../shared/workflow/plan.ts';
import { stopRounds } from './end-container.ts';
import { activate, makeReady } from './ready.ts';
import { emit, isHalted, type RunState, type ScopeState, type StepState, type StopKind } from './walk-state.ts';

/** Opens a list for one run of it: its first steps become ready. */
export function openScope(
  state: RunState,
  list: ListPlan,
  prefix: string,
  owner: StepState | undefined,
  index: number | undefined,
): ScopeState {
  const scope: ScopeState = {
    prefix,
    list,
    owner,
    index,
    steps: [],
    left: list.steps.length,
    active: 0,
    halted: false,
    stopped: undefined,
    done: false,
    failure: undefined,
  };
  for (const plan of list.steps) {
    const step: StepState = {
      path: prefix + plan.id,
      plan,
      scope,
      status: 'pending',
      attempt: 0,
      replay: false,
      effect: undefined,
      unresolved: plan.edges.length,
      taken: 0,
      blockedBy: undefined,
      excused: undefined,
      branch: undefined,
      active: false,
      holdsSlot: false,
      asking: 0,
      deciding: 0,
      handled: false,
      error: undefined,
      container: undefined,
      rounds: 0,
    };
    scope.steps.push(step);
    state.steps.set(step.path, step);
  }
  for (const step of scope.steps) if (step.unresolved === 0) makeReady(state, step);
  owner?.container?.scopes.add(scope);
  state.touched.push(scope);
  return scope;
}

/**
 * No more steps of this scope start. With `abort`, what is under way is stopped; without, it ends by itself, save for what only
 * waits to be tried again.
 */
export function haltScope(state: RunState, scope: ScopeState, why: StopKind, abort: boolean): void {
  scope.halted = true;
  if (abort) scope.stopped ??= why;
  state.touched.push(scope);
  for (const step of scope.steps) {
    if (step.container !== undefined) {
      if (abort && step.active) step.container.stopping ??= why;
      for (const inner of step.container.scopes) haltScope(state, inner, why, abort);
      if (step.active) state.touched.push(...step.container.scopes);
      stopRounds(state, step, why, abort);
    } else if (step.active && (abort || isTimed(state, step))) emit(state, { type: 'abort', path: step.path, reason: why });
  }
}

/** It waits for a time only: a scope that is coming to its end does not. */
export function isTimed(state: RunState, step: StepState): boolean {
  return step.status === 'waiting' && state.outstanding.get(`step:${step.path}`)?.type === 'wake';
}

/** Nothing in the scope is under way and nothing more can start. */
export function isComplete(scope: ScopeState): boolean {
  return !scope.done && scope.active === 0 && (scope.left === 0 || isHalted(scope));
}

/**
 * What has begun before and waits to begin again will not in a scope that is coming to its end, and is told so: its record would say for ever
 * that it waits. True when there is any: the scope is complete once that is recorded.
 */
export function dropBegun(state: RunState, scope: ScopeState): boolean {
  const begun = scope.steps.filter((step) => step.status === 'ready' && !step.active && step.attempt > 0);
  for (const step of begun) {
    activate(step);
    emit(state, { type: 'drop', path: step.path, reason: scope.stopped ?? state.stop ?? 'failed' });
  }
  return begun.length > 0;
}

/** Lets a finished iteration or branch go. */
export function forgetScope(state: RunState, scope: ScopeState): void {
  for (const step of scope.steps) state.steps.delete(step.path);
  scope.owner?.container?.scopes.delete(scope);
}
