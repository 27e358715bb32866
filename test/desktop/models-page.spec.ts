import { expect, test } from '@playwright/test';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import { askEngine } from './ask-engine.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, type Pawl } from './launch.ts';

const KEY = 'the-key-of-a-test-that-nobody-may-see';
const workflow = `name: Ask
steps:
  - { id: greet, action: ai.generate, with: { prompt: Say hello } }`;

let server: ModelServer;
test.beforeEach(async () => {
  server = await startModelServer({
    apiKey: KEY,
    models: ['small-3b', 'big-70b'],
    script: () => ({ text: 'hello', tokens: { input: 1000, output: 100 } }),
  });
  // No model of this machine may answer, and no key of this machine may be used.
  process.env['PAWL_LOCAL_MODELS_URL'] = 'http://127.0.0.1:1/v1';
  for (const name of ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY', 'GOOGLE_API_KEY']) delete process.env[name];
});
test.afterEach(() => server.close());

/** Runs it to its end, and gives what became of it. */
function runAsk({ home }: Pawl): Promise<string> {
  return askEngine(home, async (client) => {
    const { runId } = await client.workflows.execute({ workflow: 'Ask' });
    for await (const _update of await client.runs.follow({ run: runId }));
    return (await client.runs.get({ run: runId })).state;
  });
}

test('a provider is added with its key and asked, a run shows what it cost and why, and a model that is switched off gives way to the next', async () => {
  const pawl = await launchPawl();
  const { page } = pawl;
  await importWorkflow(pawl, workflow);

  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No model can be asked yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Give its address…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a provider' });
  await dialog.getByLabel('Name', { exact: true }).fill('work');
  await dialog.getByLabel('Address').fill(server.baseUrls.compatible);
  await dialog.getByLabel('Key', { exact: true }).fill(KEY);
  await expect(dialog.getByLabel('Name of its secret')).toHaveValue('WORK_KEY');
  await dialog.getByRole('button', { name: 'Save and test' }).click();
  await expect(dialog.getByRole('status')).toContainText(/Answers in .*work\/\S+ answered in .*: hello/s);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
  expect(await page.content()).not.toContain(KEY);
  await expect
    .poll(() => askEngine(pawl.home, async (client) => (await client.secrets.list()).items))
    .toMatchObject([{ name: 'WORK_KEY', bindings: { actions: ['ai.*'] } }]);

  const models = page.getByRole('table', { name: 'Models' });
  for (const model of ['work/big-70b', 'work/small-3b']) {
    await page.getByRole('button', { name: `Change ${model}` }).click();
    const change = page.getByRole('dialog', { name: `Change ${model}` });
    await change.getByLabel('Price in').fill('1');
    await change.getByLabel('Price out').fill('10');
    await change.getByRole('button', { name: 'Save' }).click();
    await expect(change).toBeHidden();
    await expect(models.getByRole('row', { name: new RegExp(model) })).toContainText('1 / 10 (yours)');
  }

  expect(await runAsk(pawl)).toBe('completed');
  const parts = page.getByRole('navigation', { name: 'Of the models' });
  await parts.getByRole('link', { name: 'Calls' }).click();
  const calls = page.getByRole('table', { name: 'Calls' });
  const latest = calls.getByRole('row').nth(1);
  await expect(latest).toContainText(/generate.*greet.*work\/big-70b.*best balance of 2 that fit.*ok/s);
  await latest.getByRole('button', { name: /was good/ }).click();
  await expect(latest).toContainText('100 % by you');

  await parts.getByRole('link', { name: 'Spend' }).click();
  await expect(page.getByRole('region', { name: 'By workflow' })).toContainText('Ask1 call$0.002');
  await expect(page.getByRole('region', { name: 'Today' })).toContainText('in 2 calls');

  await parts.getByRole('link', { name: 'Models' }).click();
  await models.getByRole('switch', { name: 'work/big-70b may be asked' }).click({ force: true });
  await expect(models.getByRole('row', { name: /work\/big-70b/ })).toContainText('switched off by you');
  await parts.getByRole('link', { name: 'Why this one' }).click();
  await expect(page.getByRole('region', { name: 'Asked first' })).toContainText(/work\/small-3b.*the only model that fits/s);
  await expect(page.getByRole('table', { name: 'Not asked' })).toContainText('work/big-70bswitched off by you');
  expect(await runAsk(pawl)).toBe('completed');
  await parts.getByRole('link', { name: 'Calls' }).click();
  await expect(latest).toContainText(/work\/small-3b.*the only model that fits/s);

  await parts.getByRole('link', { name: 'What if' }).click();
  await expect(page.getByRole('table', { name: 'Requests that would go to another model' })).toContainText('work/big-70bwork/small-3b');
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('a provider that does not answer says what is wrong and what to do, and a budget of a day stops calls', async () => {
  const pawl = await launchPawl();
  const { page } = pawl;
  await importWorkflow(pawl, workflow);
  await askEngine(pawl.home, async (client) => {
    await client.secrets.set({ secret: 'WORK_KEY', value: KEY, bindings: { actions: ['ai.*'], hosts: [], workflows: [] } });
    await client.models.setProvider({
      name: 'work',
      kind: 'compatible',
      baseUrl: server.baseUrls.compatible,
      secret: 'WORK_KEY',
      enabled: true,
    });
  });
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('region', { name: 'Language models' }).getByRole('link', { name: 'Open' }).click();
  const row = page.getByRole('list', { name: 'Providers' }).getByRole('listitem').filter({ hasText: 'work' });
  await row.getByRole('button', { name: 'Test work' }).click();
  await expect(row).toContainText(/Answers in .* \(work\/\S+\)/);
  await server.refuse();
  await row.getByRole('button', { name: 'Test work' }).click();
  await expect(row).toContainText(/no server of models answers at http/);
  await server.accept();
  await row.getByRole('button', { name: 'Test work' }).click();
  await expect(row).toContainText(/Answers in/);

  await page.getByRole('navigation', { name: 'Of the models' }).getByRole('link', { name: 'Spend' }).click();
  const budget = page.getByRole('form', { name: 'Budget of a day' });
  await budget.getByLabel('Tokens').fill('1500');
  await budget.getByRole('button', { name: 'Set' }).click();
  await expect(page.getByRole('region', { name: 'Today' })).toContainText('of 1,500 tokens');
  expect(await runAsk(pawl)).toBe('failed');
  const error = await askEngine(pawl.home, async (client) => (await client.stats.failures({ days: 1 })).recent[0]);
  expect(error).toMatchObject({ code: 'AI_BUDGET', message: expect.stringMatching(/tokens were spent/) });
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});
