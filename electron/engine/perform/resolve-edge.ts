import { toStepError } from '../../../shared/lib/action-error.ts';
import type { LiveRun } from '../live-run.ts';
import type { Effect, StepState } from '../walk/walk-state.ts';
import { recordError } from './settle.ts';

/** Answers the walk's `resolveEdge`: does the expression of an edge hold? */
export async function resolveEdge(live: LiveRun, target: StepState, effect: Extract<Effect, { type: 'resolveEdge' }>): Promise<void> {
  const answer = (taken: boolean): Promise<void> => live.record({ type: 'edge.resolved', path: target.path, edge: effect.edge, taken });
  try {
    await answer(Boolean(await live.parts.evaluate(effect.expression, live.scopeOf(target))));
  } catch (thrown) {
    // Another edge has let the step start: what this one says does not matter any more.
    if (target.status !== 'pending') return answer(false);
    // The edge cannot be decided, so that the step behind it cannot be either.
    const error = toStepError(thrown);
    const message = `The edge into ${target.plan.id} cannot be decided: ${error.message}`;
    await Promise.all([recordError(live, target, 1, { ...error, message }), answer(false)]);
  }
}
