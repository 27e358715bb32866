import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore } from '../../electron/store/test-store.ts';
import { agentSchema } from '../../shared/agents/agent.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { type Hosted, startHosted } from '../support/hosted-app.ts';

const REVIEW = `
name: Review
steps:
  - { id: scan, agent: security, prompt: Scan }
  - { id: write, agent: writer, prompt: Write }
  - { id: again, agent: writer, prompt: Again }
`;

let hosted: Hosted;
let client: EngineClient;
beforeEach(async () => {
  hosted = await startHosted();
  client = hosted.client;
});
afterEach(() => hosted.close());

describe('agents', () => {
  it('are kept over a restart, and changed only by who has seen the last change', async () => {
    const definition = agentSchema.parse({ name: 'writer', instructions: 'Write.', tools: [{ tool: 'file.write', grant: 'ask' }] });
    const made = await client.agents.save({ agent: 'writer', definition, revision: 0 });
    expect(made).toMatchObject({ agent: definition, revision: 1, usedBy: [] });
    await expect(client.agents.save({ agent: 'writer', definition, revision: 0 })).rejects.toThrow('There is an agent named "writer"');
    await client.agents.save({ agent: 'writer', definition: { ...definition, description: 'first' }, revision: 1 });
    await expect(client.agents.save({ agent: 'writer', definition, revision: 1 })).rejects.toThrow('changed by somebody else');
    await hosted.close();
    hosted = await startHosted({ dataDir: hosted.dataDir });
    expect(await hosted.client.agents.get({ agent: 'writer' })).toMatchObject({ revision: 2, agent: { description: 'first' } });
  });

  it('can be renamed, copied and removed; a name is never taken from another', async () => {
    const definition = agentSchema.parse({ name: 'a' });
    await client.agents.save({ agent: 'a', definition });
    expect((await client.agents.duplicate({ agent: 'a' })).agent.name).toBe('a 2');
    await expect(client.agents.save({ agent: 'a', definition: { ...definition, name: 'a 2' } })).rejects.toThrow('choose another name');
    expect((await client.agents.save({ agent: 'a', definition: { ...definition, name: 'b' } })).agent.name).toBe('b');
    await client.agents.remove({ agent: 'b' });
    await expect(client.agents.get({ agent: 'b' })).rejects.toThrow('There is no agent "b"');
  });

  it('that a workflow names and nobody has made are found and made, with the right to read and nothing else', async () => {
    const imported = await client.workflows.import({ text: REVIEW, trust: true });
    const named = (item: { name: string; steps: string[] }): unknown[] => [item.name, item.steps];
    const missing = await client.agents.missing({ workflow: imported.workflow.id });
    expect(missing.items.map(named)).toEqual([
      ['security', ['scan']],
      ['writer', ['write', 'again']],
    ]);
    const made = await client.agents.createMissing({ text: REVIEW });
    expect(made.items.map(({ agent }) => [agent.name, agent.tools])).toEqual([
      ['security', []],
      ['writer', []],
    ]);
    expect(made.items[0]?.usedBy).toEqual([{ workflowId: imported.workflow.id, name: 'Review' }]);
    expect((await client.agents.missing({ workflow: 'Review' })).items).toEqual([]);
    expect((await client.agents.createMissing({ workflow: 'Review' })).items).toEqual([]);
  });

  it('can be granted actions, people, other agents and workflows, and never what changes Pawl itself', async () => {
    await client.workflows.import({ text: REVIEW, trust: true });
    await client.agents.createMissing({ workflow: 'Review' });
    const tools = new Map((await client.agents.tools()).items.map(({ tool, byDefault }) => [tool, byDefault]));
    expect([tools.get('file.read'), tools.get('shell.run')]).toEqual(['allow', 'deny']);
    for (const tool of ['ask', 'delegate', 'delegate:writer', 'workflow:Review']) expect(tools.get(tool)).toBe('deny');
    expect(tools.has('workflow.disable')).toBe(false);
  });

  it('are granted no tool that there is not; what they had before stays', async () => {
    const definition = agentSchema.parse({ name: 'a', tools: [{ tool: 'file.raed', grant: 'allow' }] });
    await expect(client.agents.save({ agent: 'a', definition })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: 'The agent "a" cannot be given this tool: There is no tool `file.raed`; did you mean `file.read`?',
    });
    await hosted.close();
    const store = openTestStore(hosted.dataDir);
    await store.write(() => store.agents.insert(definition, 0));
    store.close();
    hosted = await startHosted({ dataDir: hosted.dataDir });
    expect((await hosted.client.agents.save({ agent: 'a', definition: { ...definition, description: 'old' } })).agent.description).toBe(
      'old',
    );
  });
});
