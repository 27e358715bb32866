import { implement } from '@orpc/server';
import { actionDefinitions } from '../../shared/actions/registry.ts';
import { type Agent, agentSchema } from '../../shared/agents/agent.ts';
import { agentsOf } from '../../shared/agents/agents-of.ts';
import { findToolProblem } from '../../shared/agents/find-tool-problem.ts';
import { type AgentView, agentsContract } from '../../shared/contract/agents.ts';
import { nearest } from '../../shared/workflow/nearest.ts';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import type { AgentRow } from '../store/agents-table.ts';
import type { Store } from '../store/store.ts';
import { agentTools } from './agent-tools.ts';
import type { ApiParts } from './api-parts.ts';
import { conflict, invalidInput, notFound } from './failures.ts';
import { requireKnown } from './find.ts';
import { missingAgents } from './missing-agents.ts';
import { load } from './start-run.ts';
import { tellStoreFailure } from './tell-store-failure.ts';
import { iso } from './views.ts';
import { versionOf } from './workflow-views.ts';

export function agentHandlers({ parts }: Pick<ApiParts, 'parts'>) {
  const { store, clock } = parts;
  const os = implement(agentsContract).use(tellStoreFailure);

  function requireAgent(name: string): AgentRow {
    const row = store.agents.get(name);
    if (row !== undefined) return row;
    const near = nearest(name, store.agents.names());
    throw notFound('agent', name, near === undefined ? [] : [near]);
  }

  async function insert(agent: Agent): Promise<AgentView> {
    const isNew = await store.write(() => store.agents.insert(agent, clock.now()));
    if (!isNew) throw taken(agent.name);
    return viewOf(store, requireAgent(agent.name));
  }

  async function documentOf(input: { readonly workflow: string } | { readonly text: string }): Promise<WorkflowDocument> {
    return 'text' in input ? (await load(input.text)).document : versionOf(store, requireKnown(store, input.workflow)).document;
  }

  return {
    list: os.list.handler(() => ({ items: store.agents.list().map((row) => viewOf(store, row)), next: null })),
    tools: os.tools.handler(() => ({ items: agentTools(store), next: null })),
    get: os.get.handler(({ input }) => viewOf(store, requireAgent(input.agent))),

    save: os.save.handler(async ({ input: { agent: name, definition, revision } }) => {
      const before = store.agents.get(name);
      refuseUnknownTools(definition, before?.agent);
      if (before === undefined) {
        if (revision !== undefined && revision > 0) throw conflict(`The agent ${JSON.stringify(name)} is not there any more.`, 'removed');
        return insert(definition);
      }
      if (revision === 0) throw taken(name);
      if (revision !== undefined && revision !== before.revision) throw changed(name, revision);
      if (definition.name !== name && store.agents.get(definition.name) !== undefined) throw taken(definition.name);
      const isWritten = await store.write(() => store.agents.update(name, before.revision, definition, clock.now()));
      if (!isWritten) throw changed(name, revision);
      return viewOf(store, requireAgent(definition.name));
    }),

    remove: os.remove.handler(async ({ input: { agent } }) => {
      requireAgent(agent);
      await store.write(() => store.agents.remove(agent));
      return { removed: agent };
    }),

    duplicate: os.duplicate.handler(({ input: { agent: name, as } }) => {
      const { agent } = requireAgent(name);
      return insert({ ...agent, name: as ?? freeAgentName(store, name) });
    }),

    missing: os.missing.handler(async ({ input }) => ({ items: missingAgents(store, await documentOf(input)), next: null })),

    createMissing: os.createMissing.handler(async ({ input }) => {
      const suggestions = missingAgents(store, await documentOf(input)).flatMap(({ suggestion }) => suggestion ?? []);
      const at = clock.now();
      await store.write(() => {
        for (const agent of suggestions) store.agents.insert(agent, at);
      });
      return { items: suggestions.map(({ name }) => viewOf(store, requireAgent(name))), next: null };
    }),
  };
}

/** What it had before stays, so that an action that is gone does not lock the agent up. */
function refuseUnknownTools({ name, tools }: Agent, before: Agent | undefined): void {
  const actions = Object.keys(actionDefinitions);
  const problems = tools.flatMap(({ tool }, index) => {
    if (before?.tools.some((had) => had.tool === tool) === true) return [];
    const problem = findToolProblem(tool, actions);
    if (problem === undefined) return [];
    const message = `The agent ${JSON.stringify(name)} cannot be given this tool: ${problem.message}`;
    return [{ ...problem, message, severity: 'error' as const, path: `tools[${index}].tool` }];
  });
  if (problems.length > 0) throw invalidInput(problems);
}

function viewOf(store: Store, { agent, revision, createdAt, updatedAt }: AgentRow): AgentView {
  const usedBy = store.workflows.list().flatMap((workflow) => {
    const document = store.workflows.version(workflow.versionKey)?.document;
    return document !== undefined && agentsOf(document).has(agent.name) ? [{ workflowId: workflow.id, name: workflow.name }] : [];
  });
  return { agent: agentSchema.parse(agent), revision, createdAt: iso(createdAt), updatedAt: iso(updatedAt), usedBy };
}

function freeAgentName({ agents }: Pick<Store, 'agents'>, name: string): string {
  const known = new Set(agents.names());
  for (let number = 2; ; number++) {
    const candidate = `${name.slice(0, 58)} ${number}`;
    if (!known.has(candidate)) return candidate;
  }
}

const taken = (name: string): Error => conflict(`There is an agent named ${JSON.stringify(name)}: choose another name.`, 'name taken');

const changed = (name: string, revision: number | undefined): Error =>
  conflict(
    `The agent ${JSON.stringify(name)} was changed by somebody else${revision === undefined ? '' : ` since revision ${revision}`}.`,
    'changed',
  );
