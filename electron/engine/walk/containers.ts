import { closeRound } from './agent-rounds.ts';
import { finishContainer } from './end-container.ts';
import { forgetScope, haltScope, openScope } from './scopes.ts';
import { answerStep, type ContainerState, emit, isHalted, type RunState, type ScopeState, type StepState } from './walk-state.ts';

/** The branches of a parallel step all open at once. */
export function openBranches(state: RunState, step: StepState): void {
  const container = begin(state, step, undefined);
  for (const [name, list] of step.plan.branches) openScope(state, list, `${step.path}/${name}/`, step, undefined);
  if (container.scopes.size === 0) finishContainer(state, step, container);
}

/** A forEach or times knows how many iterations it has: the first ones open. */
export function expandLoop(state: RunState, step: StepState, count: number): void {
  const container = begin(state, step, count);
  openIterations(state, step, container, count);
}

/** A while asks its condition before each iteration. */
export function beginWhile(state: RunState, step: StepState): void {
  begin(state, step, undefined);
  emit(state, { type: 'checkLoop', path: step.path, index: 0 });
}

/** The answer to `checkLoop`. */
export function checkedWhile(state: RunState, step: StepState, index: number, holds: boolean): void {
  const { container } = step;
  const { body } = step.plan;
  if (container === undefined || body === undefined) return;
  answerStep(state, step.path);
  if (!holds) finishContainer(state, step, container);
  else if (mayGoOn(state, step, container)) {
    container.next = index + 1;
    openScope(state, body, `${step.path}[${index}]/`, step, index);
  } else {
    container.cut = true;
    finishContainer(state, step, container);
  }
}

/** One iteration or branch has ended. */
export function closeInner(state: RunState, step: StepState, scope: ScopeState): void {
  const { container } = step;
  if (container === undefined) return;
  container.failure ??= scope.failure;
  if (scope.left > 0 && scope.failure === undefined) container.cut = true;
  if (step.plan.kind === 'agent') closeRound(state, step, scope);
  else if (scope.index === undefined) closeBranch(state, step, container, scope);
  else closeIteration(state, step, container, scope, scope.index);
}

function closeBranch(state: RunState, step: StepState, container: ContainerState, scope: ScopeState): void {
  forgetScope(state, scope);
  const failFast = 'failFast' in step.plan.step && step.plan.step.failFast === true;
  if (scope.failure !== undefined && failFast) for (const other of container.scopes) haltScope(state, other, 'failed', true);
  if (container.scopes.size === 0) finishContainer(state, step, container);
}

function closeIteration(state: RunState, step: StepState, container: ContainerState, scope: ScopeState, index: number): void {
  forgetScope(state, scope);
  if (container.count !== undefined) openIterations(state, step, container, container.count);
  else if (mayGoOn(state, step, container)) emit(state, { type: 'checkLoop', path: step.path, index: index + 1 });
  else {
    container.cut = true;
    finishContainer(state, step, container);
  }
}

function openIterations(state: RunState, step: StepState, container: ContainerState, count: number): void {
  const { body, concurrency } = step.plan;
  while (body !== undefined && container.next < count && container.scopes.size < concurrency && mayGoOn(state, step, container)) {
    const index = container.next++;
    openScope(state, body, `${step.path}[${index}]/`, step, index);
  }
  if (container.scopes.size > 0) return;
  if (container.next < count) container.cut = true;
  finishContainer(state, step, container);
}

function begin(state: RunState, step: StepState, count: number | undefined): ContainerState {
  answerStep(state, step.path);
  step.container = { count, next: 0, scopes: new Set(), failure: undefined, cut: false, stopping: undefined, queued: false };
  return step.container;
}

function mayGoOn(state: RunState, step: StepState, container: ContainerState): boolean {
  if (container.stopping !== undefined || isHalted(step.scope)) return false;
  return container.failure === undefined || state.plan.continueOnError;
}
