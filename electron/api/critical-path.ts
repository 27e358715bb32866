import type { Plan, StepPlan } from '../../shared/workflow/plan.ts';
import type { StepTime } from '../store/steps-table.ts';

/**
 * How long a run waited for each step, in milliseconds: from the last step that ended, always back to the one whose end it had to wait for.
 * Only steps of the document's own lists; a loop or a branch stands for what it holds.
 */
export function criticalTimes(plan: Plan, times: ReadonlyMap<string, StepTime>): Map<string, number> {
  const waited = new Map<string, number>();
  const last = latest([...(plan.finally?.steps ?? []), ...plan.main.steps], times);
  for (let step = last; step !== undefined && !waited.has(step.id); ) {
    const time = times.get(step.id);
    if (time === undefined) break;
    const before = latest(stepsBefore(plan, step), times);
    const from = before === undefined ? time.startedAt : (times.get(before.id)?.endedAt ?? time.startedAt);
    waited.set(step.id, Math.max(0, time.endedAt - from));
    step = before;
  }
  return waited;
}

function stepsBefore(plan: Plan, step: StepPlan): StepPlan[] {
  const before = step.edges.flatMap(({ from }) => plan.byId.get(from) ?? []);
  const startsFinally = before.length === 0 && step.list === plan.finally;
  return startsFinally ? [...plan.main.steps] : before;
}

function latest(steps: readonly StepPlan[], times: ReadonlyMap<string, StepTime>): StepPlan | undefined {
  const ended = steps.filter(({ id }) => times.has(id));
  return ended.reduce<StepPlan | undefined>(
    (last, step) => (last === undefined || endOf(step, times) > endOf(last, times) ? step : last),
    undefined,
  );
}

function endOf({ id }: StepPlan, times: ReadonlyMap<string, StepTime>): number {
  return times.get(id)?.endedAt ?? Number.NEGATIVE_INFINITY;
}
