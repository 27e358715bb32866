import { afterEach } from 'vitest';
import { type AgentInput, agentSchema } from '../../shared/agents/agent.ts';
import { LOCAL_BASE_URL_VARIABLE } from '../../shared/ai/provider.ts';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import type { Script, ScriptedReply, ScriptedRequest } from '../model-server/script.ts';
import type { Harness } from './engine-harness.ts';

/** Servers that answer as models do, closed after each test. */
export function scriptedServers(): (
  script: Script,
) => Promise<{ readonly server: ModelServer; readonly environment: Record<string, string> }> {
  const started: ModelServer[] = [];
  afterEach(async () => {
    for (const server of started.splice(0)) await server.close();
  });
  return async (script) => {
    const server = await startModelServer({ script, models: ['scripted:70b'] });
    started.push(server);
    return { server, environment: { [LOCAL_BASE_URL_VARIABLE]: server.baseUrls.compatible } };
  };
}

/** Writes agents as a person would. */
export async function saveAgents({ store, clock }: Pick<Harness, 'store' | 'clock'>, ...agents: readonly AgentInput[]): Promise<void> {
  await store.write(() => {
    for (const agent of agents) {
      const parsed = agentSchema.parse(agent);
      const before = store.agents.get(parsed.name);
      if (before === undefined) store.agents.insert(parsed, clock.now());
      else store.agents.update(parsed.name, before.revision, parsed, clock.now());
    }
  });
}

/** One tool call. */
export function callTool(tool: string, input: object = {}): ScriptedReply {
  return callTools([tool, input]);
}

/** Several at once. */
export function callTools(...calls: readonly (readonly [tool: string, input: object])[]): ScriptedReply {
  return { toolCalls: calls.map(([tool, input]) => ({ tool, input: JSON.parse(JSON.stringify(input)) })) };
}

export function say(text: string): ScriptedReply {
  return { text };
}

/** What the tools gave in the last round, as the model reads it. */
export function toolResults(request: ScriptedRequest | undefined): string[] {
  return (request?.messages ?? []).flatMap((message) =>
    message.role === 'tool' ? [typeof message.output === 'string' ? message.output : JSON.stringify(message.output)] : [],
  );
}
