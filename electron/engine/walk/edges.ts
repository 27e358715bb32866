import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { EdgeCondition } from '../../../shared/workflow/edges.ts';
import { makeReady } from './ready.ts';
import { emit, type RunState, type StepState } from './walk-state.ts';

/** A step has ended: each edge out of it is taken, dead, or sent off to be evaluated. */
export function resolveEdges(state: RunState, source: StepState): void {
  for (const { step, edge } of source.plan.dependents) {
    const target = state.steps.get(source.scope.prefix + step.id);
    const on = step.edges[edge]?.on;
    if (target === undefined || on === undefined) continue;
    if (on.type === 'expression' && source.status !== 'skipped') {
      source.deciding++;
      source.scope.active++;
      emit(state, { type: 'resolveEdge', path: target.path, edge, from: source.path, expression: on.expression });
    } else settleEdge(state, source, target, outcomeOf(on, source), on);
  }
}

/**
 * `blocked` is a dead edge behind which something has failed: a step that needs all of its sources does not run when one of them failed,
 * or was skipped because something before it failed; unless another of its edges from there takes care of that. A branch that was not
 * chosen is merely `dead`.
 */
export type EdgeOutcome = 'taken' | 'dead' | 'blocked';

/** One edge is known. */
export function settleEdge(state: RunState, source: StepState, target: StepState, outcome: EdgeOutcome, on: EdgeCondition): void {
  if (outcome === 'taken' && on.type !== 'success') source.handled = true;
  target.unresolved--;
  if (outcome === 'taken') target.taken++;
  const { id } = source.plan;
  if (outcome === 'blocked') target.blockedBy = (target.blockedBy ?? new Set()).add(id);
  if (outcome === 'taken' && on.type !== 'success') target.excused = (target.excused ?? new Set()).add(id);
  if (target.status !== 'pending') return;
  if (target.plan.join === 'any' && outcome === 'taken') return makeReady(state, target);
  if (target.unresolved > 0) return;
  if (target.taken > 0 && !(isBlocked(target) && target.plan.join === 'all')) return makeReady(state, target);
  target.active = true;
  target.scope.active++;
  emit(state, { type: 'skip', path: target.path, reason: whyNotTaken(state, target, source, on) });
}

function outcomeOf(on: EdgeCondition, source: StepState): EdgeOutcome {
  switch (on.type) {
    case 'success':
      // What was not approved does not go on, unless the author says how.
      if (source.status === 'succeeded') return isRejected(source) ? 'dead' : 'taken';
      return source.status === 'skipped' ? deadBehind(source) : source.plan.optional ? 'taken' : 'blocked';
    case 'failure':
      return source.status === 'failed' || source.status === 'timed_out' ? 'taken' : 'dead';
    case 'always':
      return source.status === 'skipped' ? 'dead' : 'taken';
    case 'branch':
      if (source.status === 'succeeded') return source.branch === on.value ? 'taken' : 'dead';
      return source.status === 'skipped' || source.plan.optional ? deadBehind(source) : 'blocked';
    case 'expression':
      return 'dead';
    default:
      return assertNever(on);
  }
}

function isRejected({ plan, branch }: StepState): boolean {
  return plan.kind === 'approve' && branch === 'false';
}

/** A step that could have run all the same, and was skipped by its own `when`, hands on no failure. */
function deadBehind(source: StepState): EdgeOutcome {
  const couldRun = source.plan.join === 'any' && source.taken > 0;
  return source.status === 'skipped' && isBlocked(source) && !couldRun ? 'blocked' : 'dead';
}

function isBlocked({ blockedBy, excused }: StepState): boolean {
  return blockedBy !== undefined && [...blockedBy].some((id) => excused?.has(id) !== true);
}

function whyNotTaken(state: RunState, target: StepState, last: StepState, on: EdgeCondition): string {
  const blocking = target.plan.edges.find((edge) => target.blockedBy?.has(edge.from) && !target.excused?.has(edge.from));
  const source = blocking === undefined ? undefined : state.steps.get(target.scope.prefix + blocking.from);
  return source === undefined || blocking === undefined ? whyDead(last, on) : whyDead(source, blocking.on);
}

function whyDead(source: StepState, on: EdgeCondition): string {
  const id = source.plan.id;
  if (source.status === 'skipped') return `${id} was skipped`;
  if (isRejected(source)) return `${id} was not approved`;
  if (on.type === 'branch' && source.status === 'succeeded') return `${id} chose ${source.branch ?? 'nothing'}, not ${on.value}`;
  if (on.type === 'expression') return `the condition after ${id} does not hold: ${on.expression}`;
  if (on.type === 'failure') return `${id} did not fail`;
  return `${id} ${source.status === 'timed_out' ? 'timed out' : source.status}`;
}
