import { agentNameSchema, agentSchema } from '../../shared/agents/agent.ts';
import { reachOf } from '../../shared/agents/agent-reach.ts';
import { agentsOf } from '../../shared/agents/agents-of.ts';
import { defaultAgent } from '../../shared/agents/default-agent.ts';
import type { MissingAgent } from '../../shared/contract/agents.ts';
import type { Problem } from '../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import type { Store } from '../store/store.ts';
import { agentTools } from './agent-tools.ts';

/** The agents that a workflow names or brings along and that are not there, in the order of its steps. */
export function missingAgents(store: Pick<Store, 'agents' | 'workflows'>, document: WorkflowDocument): MissingAgent[] {
  const known = new Set(store.agents.names());
  const brought = new Map((document.agents ?? []).map((agent) => [agent.name, agentSchema.parse(agent)]));
  const steps = agentsOf(document);
  const tools = agentTools(store);
  return [...new Set([...steps.keys(), ...brought.keys()])]
    .filter((name) => !known.has(name))
    .map((name) => {
      const suggestion = brought.get(name) ?? (agentNameSchema.safeParse(name).success ? defaultAgent(name, document.name) : null);
      const reach = suggestion === null ? null : reachOf(suggestion, tools);
      return { name, steps: [...(steps.get(name) ?? [])], suggestion, reach };
    });
}

/** Warnings for agents that the document names and that are not there: a run of it would be refused. */
export function agentWarnings(store: Pick<Store, 'agents' | 'workflows'>, document: WorkflowDocument): Problem[] {
  return missingAgents(store, document).flatMap(({ name, steps }) =>
    steps.map((stepId) => ({
      code: 'AGENT_MISSING',
      message: `\`${stepId}\` is for the agent ${JSON.stringify(name)}, which is not there; make it: pawl agents create-missing ${JSON.stringify(document.name)}`,
      severity: 'warning' as const,
      stepId,
    })),
  );
}
