import { expect, test } from '@playwright/test';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import { askEngine } from './ask-engine.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl } from './launch.ts';

let models: ModelServer;
test.beforeAll(async () => {
  models = await startModelServer({
    models: ['scripted'],
    script: ({ messages }) => {
      const given = messages.some(({ role }) => role === 'tool');
      return given ? { text: 'There is a folder, and nothing is wrong.' } : { toolCalls: [{ tool: 'file_list', input: { path: '.' } }] };
    },
  });
  process.env['PAWL_LOCAL_MODELS_URL'] = `${models.url}/v1`;
});
test.afterAll(() => models.close());

test('an agent is made, granted tools, saved, tried and removed', async () => {
  const pawl = await launchPawl();
  const { page, home } = pawl;
  await page.getByRole('link', { name: 'Agents', exact: true }).click();
  await page.getByRole('link', { name: 'Make the first one' }).click();
  const fresh = page.getByRole('form', { name: 'A new agent' });
  await fresh.getByLabel('Name').fill('reviewer!');
  await expect(fresh).toContainText('letters, digits, blanks');
  await expect(fresh.getByRole('button', { name: 'Make it' })).toBeDisabled();
  await fresh.getByLabel('Name').fill('reviewer');
  await fresh.getByLabel('Instructions').fill('Look before you judge.');
  await fresh.getByRole('button', { name: 'Make it' }).click();

  const editor = page.getByRole('form', { name: 'reviewer' });
  const about = page.getByRole('complementary', { name: 'About reviewer' });
  const reach = about.getByRole('region', { name: 'What it can touch' });
  await expect(reach).toContainText('Reads files and git');
  await expect(reach).toContainText('run commands');
  await editor.getByRole('textbox', { name: 'Search tools' }).fill('shell.run');
  await editor.getByRole('combobox', { name: /\(shell\.run\)$/ }).selectOption('ask');
  await editor.getByText('Reads and changes it').click();
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(reach).toContainText('After you have approved exactly that call');
  await expect
    .poll(() => askEngine(home, async (client) => (await client.agents.get({ agent: 'reviewer' })).agent))
    .toMatchObject({ memory: 'write', tools: [{ tool: 'shell.run', grant: 'ask' }] });

  await about.getByRole('textbox', { name: 'A task for reviewer' }).fill('Is anything wrong? {{ secrets.X }}');
  await about.getByRole('button', { name: 'Try' }).click();
  const result = about.getByRole('status', { name: 'What it does' });
  await expect(result).toContainText('nothing is wrong', { timeout: 30_000 });
  expect(JSON.stringify(models.requests.at(-1)?.messages)).toContain('{{ secrets.X }}');

  await editor.getByLabel('Name').fill('critic');
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('form', { name: 'critic' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog', { name: 'Remove critic?' }).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { name: 'No agents yet' })).toBeVisible();
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('agents that a workflow lacks are offered where it is run', async () => {
  const pawl = await launchPawl();
  const { page, home } = pawl;
  const text = 'name: Lacking\nsteps: [{ id: a, agent: backend, prompt: Look }]\n';
  await importWorkflow(pawl, text);
  await page.getByRole('button', { name: 'Run Lacking' }).click();
  const dialog = page.getByRole('dialog', { name: 'Run Lacking' });
  await expect(dialog).toContainText('There is no backend yet');
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await expect(dialog).not.toContainText('An agent is missing');
  await expect.poll(() => askEngine(home, async (client) => (await client.agents.list()).items.length)).toBe(1);
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('completed', { ignoreCase: true, timeout: 30_000 });
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});

test('the page of a run shows each round of an agent: what was said, what it called for, and what it cost', async () => {
  const pawl = await launchPawl();
  const { page, home } = pawl;
  await importWorkflow(pawl, 'name: Looks\nsteps: [{ id: look, name: Look around, agent: scout, prompt: Is anything wrong here? }]\n');
  const runId = await askEngine(home, async (client) => {
    await client.agents.createMissing({ workflow: 'Looks' });
    return (await client.runs.start({ source: { workflow: 'Looks' } })).runId;
  });
  await page.evaluate((run) => {
    window.location.hash = `#/runs/${run}`;
  }, runId);
  const steps = page.getByRole('tree', { name: 'Steps' });
  await expect(steps.getByRole('treeitem', { name: /^Run, completed/ })).toBeVisible({ timeout: 30_000 });
  await steps.getByRole('treeitem', { name: /^Look around/ }).click();
  const details = page.getByRole('region', { name: 'Details' });
  await details.getByRole('tab', { name: 'Rounds' }).click();
  await expect(details).toContainText('2 rounds');
  await expect(details.getByRole('region', { name: 'What the agent was asked' })).toContainText('Is anything wrong here?');
  const first = details.getByRole('region', { name: 'Round 1' });
  await expect(first).toContainText('scripted');
  await expect(details.getByRole('region', { name: 'Round 2' })).toContainText('nothing is wrong');
  await first.getByRole('button', { name: /file\.list/ }).click();
  await expect(details.getByRole('tree', { name: 'Output' })).toBeVisible();
  await expect(details.getByRole('tab', { name: 'Rounds' })).toHaveCount(0);
  expect(pawl.complaints).toEqual([]);
  await pawl.quit();
});
