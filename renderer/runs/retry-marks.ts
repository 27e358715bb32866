import type { Plan, StepPlan } from '../../shared/workflow/plan.ts';
import type { StepMark } from '../canvas/step-mark.ts';

/** What a retry would do with each step, for the canvas. What lies in a loop or branch goes with it. */
export function retryMarks(plan: Plan, reused: readonly string[]): ReadonlyMap<string, StepMark> {
  const taken = new Set(reused);
  const marks = new Map<string, StepMark>();
  for (const step of plan.byId.values()) {
    const isTaken = taken.has(outermost(step).id);
    marks.set(step.id, {
      state: isTaken ? 'succeeded' : 'ready',
      word: isTaken ? 'taken as it is' : 'runs again',
      attempts: 0,
      durationMs: null,
      startedAt: null,
    });
  }
  return marks;
}

/** The step of the main list that holds it; itself when it is one. */
export function outermost(step: StepPlan): StepPlan {
  let at = step;
  while (at.list.owner !== undefined) at = at.list.owner;
  return at;
}
