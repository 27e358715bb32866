import { actionsOfLaterReleases } from '../../shared/actions/later.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import type { Problem } from '../../shared/workflow/problem.ts';
import type { EngineParts } from './live-run.ts';

/** Steps of a valid workflow that this version cannot run. A run of it is refused as a whole, before any effect. */
export function findUnavailable(plan: Plan, { findAction, store }: Pick<EngineParts, 'findAction' | 'store'>): Problem[] {
  const problems: Problem[] = [];
  const agents = new Set(store.agents.names());
  for (const { id, step } of plan.byId.values()) {
    if ('agent' in step && !agents.has(step.agent)) {
      const message = `${id}: there is no agent ${JSON.stringify(step.agent)}; make it: pawl agents create-missing ${JSON.stringify(plan.document.name)}`;
      problems.push({ code: 'AGENT_MISSING', message, severity: 'error', stepId: id });
    } else if ('action' in step && findAction(step.action) === undefined) {
      const later = actionsOfLaterReleases.get(step.action);
      const message = `${id}: this version of Pawl cannot run ${step.action}${later === undefined ? '' : ` (${later})`}`;
      problems.push({ code: 'ACTION_UNAVAILABLE', message, severity: 'error', stepId: id });
    }
  }
  return problems;
}
