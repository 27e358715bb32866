import { describeActions } from '../../shared/actions/describe-actions.ts';
import type { Agent } from '../../shared/agents/agent.ts';
import { grantOf, mayBeTool } from '../../shared/agents/grants.ts';
import type { AgentTool } from '../../shared/contract/agents.ts';
import type { Store } from '../store/store.ts';

const nothing = { tools: [], memory: 'none' } satisfies Pick<Agent, 'tools' | 'memory'>;

/** Everything that an agent can be granted: actions, then persons, other agents and the workflows of the library. */
export function agentTools(store: Pick<Store, 'agents' | 'workflows'>): AgentTool[] {
  const actions = describeActions().filter(({ type }) => mayBeTool(type));
  return [
    ...actions.map(({ type, title, summary, effect }) => toolOf(type, title, summary, effect)),
    toolOf('ask', 'Ask a person', 'Asks a question in the inbox and waits for the answer', 'internal'),
    toolOf('delegate', 'Hand on to any agent', 'Gives a task to another agent and waits for its result', 'internal'),
    ...store.agents
      .names()
      .map((name) => toolOf(`delegate:${name}`, `Hand on to ${name}`, 'Gives a task to this agent and waits for its result', 'internal')),
    ...store.workflows
      .list()
      .map(({ name }) =>
        toolOf(`workflow:${name}`, `Run ${name}`, 'Runs this workflow with inputs of the agent and waits for its outputs', 'internal'),
      ),
  ];
}

function toolOf(tool: string, title: string, summary: string, effect: AgentTool['effect']): AgentTool {
  return { tool, title, summary, effect, byDefault: grantOf(nothing, tool) };
}
