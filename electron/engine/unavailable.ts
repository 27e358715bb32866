import type { ActionDefinition } from '../../shared/actions/action.ts';
import { actionsOfLaterReleases } from '../../shared/actions/later.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import type { Problem } from '../../shared/workflow/problem.ts';

const LATER_KINDS: ReadonlySet<string> = new Set(['agent']);

/** Steps of a valid workflow that this version cannot run. A run of it is refused as a whole, before any effect. */
export function findUnavailable(plan: Plan, findAction: (type: string) => ActionDefinition | undefined): Problem[] {
  const problems: Problem[] = [];
  for (const { id, kind, step } of plan.byId.values()) {
    if (LATER_KINDS.has(kind)) {
      const message = `${id}: this version of Pawl loads ${kind} steps, but cannot run them yet`;
      problems.push({ code: 'KIND_UNAVAILABLE', message, severity: 'error', stepId: id });
    } else if ('action' in step && findAction(step.action) === undefined) {
      const later = actionsOfLaterReleases.get(step.action);
      const message = `${id}: this version of Pawl cannot run ${step.action}${later === undefined ? '' : ` (${later})`}`;
      problems.push({ code: 'ACTION_UNAVAILABLE', message, severity: 'error', stepId: id });
    }
  }
  return problems;
}
