import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { defaultEngineSettings } from '../../shared/lib/engine-settings.ts';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import type { ScriptedReply } from '../model-server/script.ts';
import { type Hosted, startHosted } from '../support/hosted-app.ts';

let hosted: Hosted;
let client: EngineClient;
let server: ModelServer;
let reply: (model: string) => ScriptedReply;

beforeEach(async () => {
  reply = () => ({ text: 'pong', tokens: { input: 100, output: 10 } });
  server = await startModelServer({ models: ['small-3b', 'big-70b'], script: ({ model }) => reply(model) });
  hosted = await startHosted();
  client = hosted.client;
  await client.models.setProvider({ name: 'work', kind: 'compatible', baseUrl: server.baseUrls.compatible, enabled: true });
});
afterEach(async () => {
  await hosted.close();
  await server.close();
});

const test = (model: string) => client.models.testProvider({ name: 'work', model });
const find = async (id: string) => (await client.models.list({})).items.find((each) => each.id === id);

describe('providers of models', () => {
  it('are added, asked, changed and forgotten', async () => {
    const of = async () => (await client.models.providers()).items.find(({ name }) => name === 'work');
    expect(await of()).toMatchObject({ state: 'ready', local: true, models: ['small-3b', 'big-70b'], builtIn: false });
    expect(await test('small-3b')).toMatchObject({
      ok: true,
      model: 'work/small-3b',
      text: expect.stringMatching(/^work\/small-3b answered in .*: pong$/),
    });
    await client.models.setProvider({ name: 'work', kind: 'compatible', baseUrl: server.baseUrls.compatible, enabled: false });
    expect(await of()).toMatchObject({ state: 'off' });
    await client.models.removeProvider({ name: 'work' });
    expect(await of()).toBeUndefined();
    expect(await find('work/small-3b')).toMatchObject({ health: { state: 'unavailable', reason: 'there is no provider work' } });
  });

  it('say what is wrong with them, and what to do', async () => {
    await expect(client.models.setProvider({ name: 'other', kind: 'compatible', enabled: true })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('it has no address'),
    });
    await expect(client.models.testProvider({ name: 'wrok' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no provider "wrok". Did you mean work?',
    });
    await client.models.setProvider({ name: 'claude', kind: 'anthropic', secret: 'NO_SUCH_KEY', enabled: true });
    expect(await client.models.testProvider({ name: 'claude' })).toMatchObject({
      ok: false,
      model: null,
      text: expect.stringContaining('pawl secrets set NO_SUCH_KEY'),
    });
    await server.refuse();
    expect(await client.models.testProvider({ name: 'work' })).toMatchObject({ ok: false, text: expect.stringMatching(/answers at http/) });
  });
});

describe('models', () => {
  it('are listed with what was measured of them and how they are', async () => {
    expect(await find('work/big-70b')).toMatchObject({ health: { state: 'unused' }, measured: { calls: 0, typicalMs: null } });
    await test('small-3b');
    reply = () => ({ error: { status: 500 } });
    expect(await test('big-70b')).toMatchObject({ ok: false });
    expect(await find('work/small-3b')).toMatchObject({
      local: true,
      inputPrice: 0,
      health: { state: 'well' },
      measured: { calls: 1, answered: 1, spent: { calls: 1, inputTokens: 100, outputTokens: 10, cost: 0, unpriced: 0 } },
    });
    const failed = await find('work/big-70b');
    expect(failed).toMatchObject({ health: { state: 'cooling', until: expect.any(String) }, measured: { answered: 0 } });
    expect(failed?.measured.failures.errors).toBeGreaterThan(0);
  });

  it('are what a person says of them, until it is taken back, and are not asked once they are switched off', async () => {
    await client.models.set({ model: 'work/small-3b', change: { inputPrice: 10, outputPrice: 100, contextTokens: 4000 } });
    await test('small-3b');
    expect(await find('work/small-3b')).toMatchObject({
      contextTokens: 4000,
      override: { inputPrice: 10, outputPrice: 100, contextTokens: 4000 },
      measured: { costPerCall: 0.002 },
    });
    await client.models.set({ model: 'work/small-3b', change: { contextTokens: null, disabled: true } });
    expect(await find('work/small-3b')).toMatchObject({ contextTokens: 8192, health: { state: 'off' } });
    expect(await test('small-3b')).toMatchObject({ ok: false, text: expect.stringContaining('switched off by you') });
    await client.models.set({ model: 'work/small-3b', change: { inputPrice: null, outputPrice: null, disabled: null } });
    expect(await find('work/small-3b')).toMatchObject({ override: {}, inputPrice: 0 });
    await expect(client.models.set({ model: 'work/small-4b', change: {} })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are chosen with a reason, and so are those that are not', async () => {
    await client.models.set({ model: 'work/big-70b', change: { inputPrice: 5, outputPrice: 5 } });
    await test('small-3b');
    const explained = await client.models.explain({ task: 'chat', optimizeFor: 'cost' });
    expect(explained.ranked.map(({ model, reason }) => `${model}: ${reason}`)).toEqual([
      expect.stringMatching(/^work\/small-3b: cheapest of 2 that fit: free, \d+ % ok over 1 call$/),
      expect.stringMatching(/^work\/big-70b: number 2 of 2 that fit: \$0\.\d+ a call, not measured yet$/),
    ]);
    expect(explained.unavailable.map(({ provider }) => provider)).toEqual(expect.arrayContaining(['claude', 'openai', 'gemini']));
    const pictures = await client.models.explain({ task: 'chat', abilities: ['images'], budget: { cost: 0.001 } });
    expect(pictures.ranked).toEqual([]);
    expect(pictures.rejected.map(({ why }) => why)).toEqual(['ability', 'ability']);
  });

  it('tell what they have cost, by day, workflow and model', async () => {
    await client.models.set({ model: 'work/small-3b', change: { inputPrice: 10, outputPrice: 100 } });
    await test('small-3b');
    await test('big-70b');
    const spend = await client.models.spend({ days: 7 });
    expect(spend.days).toHaveLength(7);
    expect(spend.days.at(-1)).toMatchObject({ calls: 2, cost: 0.002 });
    expect(spend).toMatchObject({ today: { calls: 2 }, month: { cost: 0.002 }, perDay: null, agents: [] });
    expect(spend.workflows).toMatchObject([{ workflow: null, calls: 2 }]);
    expect(spend.models.map(({ model }) => model)).toEqual(['work/small-3b', 'work/big-70b']);
    const byTask = await client.models.performance({ by: 'task' });
    expect(byTask.items).toMatchObject([{ task: 'chat', model: null, calls: 2 }]);
    expect((await client.models.performance({ by: 'day', days: 3 })).items.map(({ calls }) => calls)).toEqual([0, 0, 2]);
  });

  it('stop for the rest of the day when its budget is used up', async () => {
    await test('small-3b');
    await client.settings.set({ modelsPerDay: { tokens: 110 } });
    expect(await test('small-3b')).toMatchObject({ ok: false, text: expect.stringContaining('110 of 110 tokens were spent') });
    expect((await client.models.spend({})).perDay).toEqual({ tokens: 110, cost: null });
    await client.settings.set({ modelsPerDay: {} });
    expect(await test('small-3b')).toMatchObject({ ok: true });
    expect(await client.settings.get()).toEqual({ ...defaultEngineSettings, modelsPerDay: {} });
  });

  it('are judged call by call', async () => {
    await test('small-3b');
    await test('small-3b');
    const { items, next } = await client.models.calls({ limit: 1 });
    expect(items).toMatchObject([
      { model: 'work/small-3b', outcome: 'ok', score: null, reason: expect.stringContaining('asked for by name') },
    ]);
    const older = await client.models.calls({ limit: 5, cursor: next ?? '' });
    expect(older).toMatchObject({ next: null, items: [{ id: 1 }] });
    expect(await client.models.rate({ call: 1, thumb: 'down' })).toMatchObject({ score: 0, judgedBy: 'person' });
    expect(await find('work/small-3b')).toMatchObject({ measured: { quality: 0, judged: 1 } });
    expect(await client.models.rate({ call: 1, thumb: null })).toMatchObject({ score: null, judgedBy: null });
    await expect(client.models.rate({ call: 99, thumb: 'up' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('show what another policy would have cost, without asking anybody', async () => {
    await client.models.set({ model: 'work/big-70b', change: { inputPrice: 10, outputPrice: 100 } });
    await client.models.testProvider({ name: 'work' });
    await test('big-70b');
    const asked = server.requests.length;
    const result = await client.models.whatIf({ optimizeFor: 'quality', models: ['work/big-70b'] });
    expect(result).toMatchObject({ requests: 2, recorded: 2, isWhole: true, named: 1, unserved: { requests: 0 } });
    expect(result.moves).toMatchObject([{ from: 'work/small-3b', to: 'work/big-70b', requests: 1, costWas: 0 }]);
    expect(result.would.cost).toBeGreaterThan(result.was.cost);
    expect(server.requests.length).toBe(asked);
  });

  it('are told over REST, too', async () => {
    expect((await hosted.call('GET', '/api/models?days=7')).json.items.length).toBe(2);
    expect((await hosted.call('POST', '/api/models/explain', { task: 'extract', optimizeFor: 'speed' })).json.ranked).toHaveLength(2);
    expect((await hosted.call('GET', '/api/models/spend?days=2')).json.days).toHaveLength(2);
    expect((await hosted.call('POST', '/api/models/what-if', {})).json.requests).toBe(0);
  });
});

describe('budgets', () => {
  /** Runs a workflow to its end; the codes of the steps that failed. */
  async function run(text: string): Promise<{ readonly runId: string; readonly state: string; readonly error: string }> {
    await client.workflows.import({ text, trust: true });
    const { runId } = await client.workflows.execute({ workflow: 'Ask' });
    for await (const _update of await client.runs.follow({ run: runId }));
    const { state, error } = await client.runs.get({ run: runId });
    return { runId, state, error: `${error?.code}: ${error?.message}` };
  }

  it('AI-5 of a run stop it before the next call, and say what was spent', async () => {
    reply = () => ({ text: 'hello', tokens: { input: 2000, output: 1100 } });
    const { runId, error } = await run(`name: Ask
settings: { budget: { tokens: 3000 } }
steps:
  - { id: a, action: ai.generate, with: { prompt: Hello } }
  - { id: b, action: ai.generate, with: { prompt: Hello again } }`);
    expect(error).toBe(`AI_BUDGET: The budget of the run ${runId} is used up: 3100 of 3000 tokens were spent`);
    expect(server.requests).toHaveLength(1);
    expect((await client.models.spend({})).workflows).toMatchObject([{ workflow: 'Ask', calls: 1 }]);
  });

  it('AI-5 of a step hold for all of its attempts', async () => {
    reply = () => ({ text: 'no data', tokens: { input: 500, output: 100 } });
    const { error } = await run(`name: Ask
steps:
  - id: a
    action: ai.extract
    with: { text: Hello, schema: { name: string }, maxTokens: 100, budget: { tokens: 1500 } }
    retry: { maxRetries: 5, delay: 1ms, on: [AI_SCHEMA] }`);
    expect(error).toMatch(/^AI_BUDGET: /);
    const { inputTokens, outputTokens } = (await client.models.spend({})).total;
    // The server takes 600 tokens for each question, however little is allowed.
    expect(inputTokens + outputTokens).toBeLessThan(1500 + 600);
  });
});

it('an answer that a person has had made anew counts as a bad one', async () => {
  await client.workflows.import({ text: 'name: Ask\nsteps: [{ id: a, action: ai.generate, with: { prompt: Hello } }]', trust: true });
  const { runId } = await client.workflows.execute({ workflow: 'Ask' });
  for await (const _update of await client.runs.follow({ run: runId }));
  await client.runs.retry({ run: runId, from: 'a' });
  expect((await client.models.calls({ run: runId })).items).toMatchObject([{ score: 0, judgedBy: 'retry', stepPath: 'a' }]);
});
