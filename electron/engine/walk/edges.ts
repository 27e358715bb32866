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
    } else settleEdge(state, source, target, holds(on, source), on);
  }
}

/** One edge is known to be taken or dead. */
export function settleEdge(state: RunState, source: StepState, target: StepState, taken: boolean, on: EdgeCondition): void {
  if (taken && on.type !== 'success') source.handled = true;
  target.unresolved--;
  if (taken) target.taken++;
  if (target.status !== 'pending') return;
  if (taken && (target.plan.join === 'any' || target.unresolved === 0)) makeReady(state, target);
  else if (target.unresolved === 0 && target.taken > 0) makeReady(state, target);
  else if (target.unresolved === 0) {
    target.active = true;
    target.scope.active++;
    emit(state, { type: 'skip', path: target.path, reason: whyNotTaken(source, on) });
  }
}

function holds(on: EdgeCondition, source: StepState): boolean {
  switch (on.type) {
    case 'success':
      return source.status === 'succeeded' || (source.plan.optional && source.status !== 'skipped');
    case 'failure':
      return source.status === 'failed' || source.status === 'timed_out';
    case 'always':
      return source.status !== 'skipped';
    case 'branch':
      return source.status === 'succeeded' && source.branch === on.value;
    case 'expression':
      return false;
    default:
      return assertNever(on);
  }
}

function whyNotTaken(source: StepState, on: EdgeCondition): string {
  const id = source.plan.id;
  if (source.status === 'skipped') return `${id} was skipped`;
  if (on.type === 'branch' && source.status === 'succeeded') return `${id} chose ${source.branch ?? 'nothing'}, not ${on.value}`;
  if (on.type === 'expression') return `the condition after ${id} does not hold: ${on.expression}`;
  if (on.type === 'failure') return `${id} did not fail`;
  return `${id} ${source.status === 'timed_out' ? 'timed out' : source.status}`;
}
