import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../shared/lib/json.ts';
import { demoScript } from './model-server/demo/demo-script.ts';
import { type ModelServer, startModelServer } from './model-server/model-server.ts';
import { type Hosted, startHosted } from './support/hosted-app.ts';
import { type Runs, runsOf } from './support/runs-at-rest.ts';

let models: ModelServer;
let hosted: Hosted;
let runs: Runs;
let folder: string;
const at = (name: string) => path.join(folder, name);

beforeEach(async () => {
  models = await startModelServer({ script: demoScript });
  const { PATH, HOME } = process.env;
  hosted = await startHosted({
    environment: {
      PATH,
      HOME,
      PAWL_LOCAL_MODELS_URL: models.baseUrls.compatible,
      ANTHROPIC_BASE_URL: models.baseUrls.anthropic,
      ANTHROPIC_API_KEY: 'demo',
      GEMINI_BASE_URL: models.baseUrls.google,
      GEMINI_API_KEY: 'demo',
    },
  });
  runs = runsOf(hosted.client);
  folder = await mkdtemp(path.join(tmpdir(), 'pawl-seed-'));
});
afterEach(async () => {
  await hosted.close();
  await models.close();
});

/** Runs a document of the fixtures as it stands, with the agents that it names. */
async function start(name: string, { inputs = {}, context = {} }: { readonly inputs?: JsonObject; readonly context?: JsonObject } = {}) {
  const text = readFileSync(path.resolve(import.meta.dirname, 'fixtures/workflows', name), 'utf8');
  await hosted.client.agents.createMissing({ text });
  return runs.start({ source: { text, path: at(name) }, inputs, context });
}

const outputsOf = (run: { readonly steps: readonly { readonly path: string; readonly output: Json | null }[] }) =>
  Object.fromEntries(run.steps.map(({ path: place, output }) => [place, output]));

describe('a document of another tool runs as it stands', () => {
  it('customer-support.bas: agents, an approval above 100, two branches, memory shared, an event published', async () => {
    await hosted.client.memory.set({ agent: 'customer-support', key: 'resolution_method', value: 'refund' });
    const waiting = await start('customer-support.bas', { inputs: { order_amount: '150' } });
    expect(waiting.state).toBe('waiting');
    expect(await runs.asked()).toMatchObject({ askedOf: 'manager@company.example' });
    expect(await runs.events('workflow_completed')).toEqual([]);
    const run = await runs.answer('approve');
    expect(run.state).toBe('completed');
    expect(await runs.events('workflow_completed')).toHaveLength(1);
    const { items } = await hosted.client.memory.list({ agent: 'support-bot-2' });
    expect(items).toMatchObject([{ key: 'resolution_method', value: 'refund', source: 'customer-support' }]);
    const prompts = models.requests.map(({ messages }) => (messages[0]?.role === 'user' ? messages[0].text : ''));
    expect(prompts.slice(0, 2)).toEqual([expect.stringContaining('analyze complaint'), expect.stringContaining('validate order')]);
    expect(prompts.slice(2).sort()).toEqual([expect.stringContaining('process refund'), expect.stringContaining('update stock')]);
  });

  it('customer-support.bas: nobody is asked below 100, and a rejection ends it', async () => {
    expect(await start('customer-support.bas', { inputs: { order_amount: '50' } })).toMatchObject({ state: 'completed' });
    await start('customer-support.bas', { inputs: { order_amount: '101' } });
    await runs.answer('reject');
    expect(await runs.events('workflow_completed')).toHaveLength(1);
  });

  it('code-review.multi-agent.yaml: the functions that one agent finds are what the others look at', async () => {
    await writeFile(at('change.ts'), 'export function login() {}\nexport function logout() { eval("x"); }\n');
    const run = await start('code-review.multi-agent.yaml', { inputs: { filePath: 'change.ts' } });
    expect(run.state).toBe('completed');
    expect(outputsOf(run)).toMatchObject({ 'parse-changes': { functions: 'login, logout' } });
  });

  it('automated-code-review.yaml: asks claude, and posts to the chat', async () => {
    await writeFile(at('a.ts'), 'console.log(1);\n');
    const run = await start('automated-code-review.yaml', { context: { filePath: at('a.ts') } });
    expect(run).toMatchObject({ state: 'completed' });
    expect(models.requests.map(({ kind }) => kind)).toEqual(['anthropic']);
    const { items } = await hosted.client.chat.sessions({});
    const [chat] = items;
    const said = await hosted.client.chat.messages({ session: chat?.id ?? '' });
    expect(JSON.stringify(said)).toContain('Output for finding a fault was left in');
  });

  it('daily-documentation-update.yaml: asks gemini, and commits the README', async () => {
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
    git('init', '--quiet', '--initial-branch=main');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    await writeFile(at('README.md'), '# Old\n');
    git('add', '.');
    git('commit', '--quiet', '--message=Add a readme');
    expect(await start('daily-documentation-update.yaml')).toMatchObject({ state: 'completed' });
    expect(models.requests.map(({ kind }) => kind)).toEqual(['google']);
    expect(git('show', '--format=%s', '--name-only')).toBe('docs: automated documentation update\n\nREADME.md\n');
    expect(readFileSync(at('README.md'), 'utf8')).toContain('Add a readme');
  });
});
