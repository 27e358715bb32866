import { agentNameSchema } from '../../shared/agents/agent.ts';
import { agentsOf } from '../../shared/agents/agents-of.ts';
import { defaultAgent } from '../../shared/agents/default-agent.ts';
import type { MissingAgent } from '../../shared/contract/agents.ts';
import type { Problem } from '../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import type { Store } from '../store/store.ts';

/** The agents that a workflow names and that are not there, in the order of its steps. */
export function missingAgents({ agents }: Pick<Store, 'agents'>, document: WorkflowDocument): MissingAgent[] {
  const known = new Set(agents.names());
  return [...agentsOf(document)]
    .filter(([name]) => !known.has(name))
    .map(([name, steps]) => ({
      name,
      steps: [...steps],
      suggestion: agentNameSchema.safeParse(name).success ? defaultAgent(name, document.name) : null,
    }));
}

/** Warnings for agents that the document names and that are not there: a run of it would be refused. */
export function agentWarnings(store: Pick<Store, 'agents'>, document: WorkflowDocument): Problem[] {
  return missingAgents(store, document).flatMap(({ name, steps }) =>
    steps.map((stepId) => ({
      code: 'AGENT_MISSING',
      message: `\`${stepId}\` is for the agent ${JSON.stringify(name)}, which is not there; make it: pawl agents create-missing ${JSON.stringify(document.name)}`,
      severity: 'warning' as const,
      stepId,
    })),
  );
}
