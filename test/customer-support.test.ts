import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { InboxDecision } from '../shared/contract/inbox.ts';
import type { RunView } from '../shared/contract/run-view.ts';
import { type ModelServer, startModelServer } from './model-server/model-server.ts';
import type { ScriptedRequest } from './model-server/script.ts';
import { type Hosted, startHosted } from './support/hosted-app.ts';
import { until } from './support/until.ts';

const script = fileURLToPath(new URL('./fixtures/workflows/customer-support.bas', import.meta.url));

let models: ModelServer | undefined;
let hosted: Hosted | undefined;
afterEach(async () => {
  await hosted?.close();
  await models?.close();
});

/** The script as a file, imported into an app whose models are scripted, and the agents that it lacks made as the app offers. */
async function open(): Promise<Hosted> {
  models = await startModelServer({ script: (request) => ({ text: `Done: ${taskOf(request)}` }), models: ['scripted:70b'] });
  const { PATH, HOME } = process.env;
  hosted = await startHosted({ environment: { PATH, HOME, PAWL_LOCAL_MODELS_URL: models.baseUrls.compatible } });
  const { client } = hosted;
  const text = await readFile(script, 'utf8');
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'pawl-support-')), 'customer-support.bas');
  await writeFile(file, text);
  const { items } = await client.agents.createMissing({ text });
  expect(items.map(({ agent }) => agent.name).toSorted()).toEqual(['classifier', 'inventory-updater', 'order-checker', 'refund-processor']);
  await client.memory.set({ agent: 'customer-support', key: 'resolution_method', value: 'refund', by: 'ada' });
  await client.workflows.import({ text, path: file, trust: true });
  return hosted;
}

function taskOf({ messages }: ScriptedRequest): string {
  return messages.flatMap((one) => (one.role === 'user' ? [one.text] : [])).join(' ');
}

async function run({ client }: Hosted, amount: number, decision?: InboxDecision): Promise<RunView> {
  const { runId } = await client.runs.start({ source: { workflow: 'customer-support' }, inputs: { order_amount: amount } });
  const view = () => client.runs.get({ run: runId });
  if (decision !== undefined) {
    await until(async () => (await client.inbox.list({ run: runId })).items.length > 0, 'the approval', 20_000);
    const [item] = (await client.inbox.list({ run: runId })).items;
    if (item === undefined) throw new Error('Nothing is asked');
    expect(item).toMatchObject({ kind: 'approval', askedOf: 'manager@company.example', stepId: 'step_3' });
    expect(Math.round((Date.parse(item.dueAt ?? '') - Date.parse(item.openedAt)) / 1000)).toBe(1800);
    await client.inbox.answer({ item: item.id, hash: item.hash, decision, by: 'manager' });
  }
  await until(async () => ['completed', 'failed', 'cancelled'].includes((await view()).state), `the end of ${runId}`, 20_000);
  return view();
}

const stateOf = (view: RunView, step: string) => view.steps.find(({ path: at }) => at === step || at.endsWith(`/${step}`))?.state;

async function traces({ client }: Hosted): Promise<{ shared: unknown; events: number; tasks: string[] }> {
  const { items } = await client.events.list({ name: 'workflow_completed' });
  const shared = await client.memory.list({ agent: 'support-bot-2' });
  const tasks = models?.requests.map(taskOf) ?? [];
  return { shared: shared.items.map(({ key, value, source }) => ({ key, value, source })), events: items.length, tasks };
}

describe('customer-support.bas, from end to end', () => {
  it('of 50 asks nobody: both branches run at once, the memory is shared and the event published', async () => {
    const app = await open();
    const view = await run(app, 50);
    expect(view.state).toBe('completed');
    expect(stateOf(view, 'step_3')).toBe('skipped');
    const { shared, events, tasks } = await traces(app);
    for (const task of ['analyze complaint', 'validate order', 'process refund', 'update stock']) {
      expect(tasks.filter((one) => one.includes(task))).toHaveLength(1);
    }
    expect(shared).toEqual([{ key: 'resolution_method', value: 'refund', source: 'customer-support' }]);
    expect(events).toBe(1);
  });

  it('of 150 waits for the manager, and goes on once that is approved', async () => {
    const app = await open();
    const view = await run(app, 150, 'approve');
    expect(view.state).toBe('completed');
    expect(['step_3', 'refund_processor', 'inventory_updater'].map((step) => stateOf(view, step))).toEqual([
      'succeeded',
      'succeeded',
      'succeeded',
    ]);
    expect((await traces(app)).events).toBe(1);
  });

  it('of 150 does nothing more when it is rejected', async () => {
    const app = await open();
    const view = await run(app, 150, 'reject');
    expect(view.state).toBe('completed');
    expect(['step_4', 'memory_share', 'event_publish'].map((step) => stateOf(view, step))).toEqual(['skipped', 'skipped', 'skipped']);
    const { shared, events, tasks } = await traces(app);
    expect({ shared, events }).toEqual({ shared: [], events: 0 });
    expect(tasks.some((task) => task.includes('process refund'))).toBe(false);
  });
});
