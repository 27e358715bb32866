import type { WorkflowDocument } from '../workflow/schema.ts';
import { scopesOf } from '../workflow/scopes.ts';

/** The agents that a workflow names, each with the ids of its steps. */
export function agentsOf(document: Pick<WorkflowDocument, 'steps' | 'finally'>): ReadonlyMap<string, readonly string[]> {
  const agents = new Map<string, string[]>();
  for (const step of scopesOf(document).flatMap((scope) => scope.steps)) {
    if (!('agent' in step)) continue;
    const steps = agents.get(step.agent) ?? [];
    steps.push(step.id ?? '');
    agents.set(step.agent, steps);
  }
  return agents;
}
