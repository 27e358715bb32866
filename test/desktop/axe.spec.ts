import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import { askEngine } from './ask-engine.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, type Pawl } from './launch.ts';
import { failingWorkflow } from './workflow-files.ts';

const themes = ['light', 'dark'] as const;
const approvingWorkflow = `pawl: 1
name: Approves
steps:
  - id: agree
    approve:
      message: May it go on?
      timeout: 2d
      fields: [{ name: channel, type: choice, label: Channel, choices: [stable, beta], required: true }]
  - { id: say, name: Say it, action: shell.run, with: { command: echo yes } }
`;

let pawl: Pawl;
let models: ModelServer;
let pages: Readonly<Record<string, readonly string[]>>;
test.beforeAll(async () => {
  models = await startModelServer({ models: ['small-3b', 'big-70b'], script: () => ({ text: 'pong' }) });
  pawl = await launchPawl();
  await importWorkflow(pawl, failingWorkflow);
  const { workflow, run, chat, waiting, item } = await askEngine(pawl.home, async (client) => {
    const { runId } = await client.workflows.execute({ workflow: 'Fails' });
    for await (const _update of await client.runs.follow({ run: runId }));
    await client.agents.createMissing({ text: 'name: A\nsteps: [{ id: a, agent: backend, prompt: Look }]' });
    await client.memory.set({ agent: 'teacher', key: 'plan', value: { days: ['Monday'] }, ttl: '1d' });
    await client.memory.share({ agent: 'teacher', keys: ['plan'], with: ['pupil'] });
    await client.models.setProvider({ name: 'work', kind: 'compatible', baseUrl: models.baseUrls.compatible, enabled: true });
    await client.models.testProvider({ name: 'work' });
    const { id } = await client.chat.create({});
    await client.chat.send({ session: id, text: '/help' });
    await client.chat.send({ session: id, text: '/run Fails' });
    await client.workflows.import({ text: approvingWorkflow, trust: true });
    const asking = await client.workflows.execute({ workflow: 'Approves' });
    for await (const update of await client.runs.follow({ run: asking.runId }))
      if (update.type === 'run' && update.run.state === 'waiting') break;
    const [item] = (await client.inbox.list({})).items;
    const [one] = (await client.workflows.list({ search: 'Fails' })).items;
    return { workflow: one?.id ?? '', run: runId, chat: id, waiting: asking.runId, item: item?.id ?? '' };
  });
  pages = {
    Home: ['home'],
    Workflows: ['workflows'],
    Templates: ['templates', 'tidy-downloads'],
    Builder: ['builder', workflow],
    'New workflow': ['builder', 'new'],
    Versions: ['workflows', workflow, 'versions'],
    Runs: ['runs'],
    Run: ['runs', run],
    'Run that asks': ['runs', waiting],
    Comparison: ['compare', run, run],
    Inbox: ['inbox'],
    Approval: ['inbox', item],
    Triggers: ['triggers'],
    Journal: ['triggers', 'journal'],
    Week: ['triggers', 'week'],
    Agents: ['agents', 'one', 'backend'],
    'New agent': ['agents', 'new'],
    Chat: ['chat', chat],
    Memory: ['memory', 'of', 'pupil', 'key', 'plan'],
    Knowledge: ['memory', 'who'],
    Models: ['models'],
    Providers: ['models', 'providers'],
    Spend: ['models', 'spend'],
    'Choice of a model': ['models', 'why'],
    'Another policy': ['models', 'what-if'],
    'Calls of models': ['models', 'calls'],
    Settings: ['settings'],
  };
});
test.afterAll(async () => {
  await pawl.quit();
  await models.close();
});

for (const name of [
  'Home',
  'Workflows',
  'Templates',
  'Builder',
  'New workflow',
  'Versions',
  'Runs',
  'Run',
  'Run that asks',
  'Comparison',
  'Inbox',
  'Approval',
  'Triggers',
  'Journal',
  'Week',
  'Agents',
  'New agent',
  'Chat',
  'Memory',
  'Knowledge',
  'Models',
  'Providers',
  'Spend',
  'Choice of a model',
  'Another policy',
  'Calls of models',
  'Settings',
]) {
  test(`axe finds nothing serious on ${name}, in light and dark`, async () => {
    for (const theme of themes) {
      await pawl.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await open(pawl.page, pages[name] ?? []);
      expect(await seriousOn(pawl.page), theme).toEqual([]);
    }
  });
}

/** What opens over a page, or comes out of it: where, and what a person does there. */
const states: Readonly<Record<string, { readonly at: string; readonly act: (page: Page) => Promise<unknown> }>> = {
  Palette: { at: 'Home', act: (page) => page.keyboard.press('Control+k') },
  Shortcuts: { at: 'Home', act: (page) => page.keyboard.press('Shift+?') },
  'New menu': { at: 'Home', act: (page) => page.getByRole('button', { name: 'New', exact: true }).click() },
  'Run dialog': { at: 'Workflows', act: (page) => page.getByRole('button', { name: 'Run Fails' }).click() },
  'Menu of a workflow': { at: 'Workflows', act: (page) => page.getByRole('button', { name: 'More for Fails' }).click() },
  'Delete dialog': {
    at: 'Workflows',
    act: async (page) => {
      await page.getByRole('button', { name: 'More for Fails' }).click();
      await page.getByRole('menuitem', { name: 'Delete…' }).click();
    },
  },
  'Import dialog': {
    at: 'Workflows',
    act: async (page) => {
      const files = await page.evaluateHandle((text) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], 'a.pawl.yaml', { type: 'text/yaml' }));
        return transfer;
      }, approvingWorkflow);
      await page.getByRole('main').dispatchEvent('drop', { dataTransfer: files });
      await expect(page.getByRole('dialog').getByRole('button', { name: 'Trust and import' })).toBeVisible();
    },
  },
  'Step of the builder': {
    at: 'Builder',
    act: async (page) => {
      await page
        .getByRole('group', { name: /^Step / })
        .first()
        .click({ position: { x: 60, y: 20 } });
      await expect(page.getByRole('complementary', { name: 'Inspector' }).getByRole('textbox', { name: 'Name of the step' })).toBeVisible();
    },
  },
  'Adding a step': { at: 'Builder', act: (page) => page.getByRole('button', { name: /^Add a step/ }).click() },
  Library: { at: 'Builder', act: (page) => page.getByRole('button', { name: 'Library', exact: true }).click() },
  Script: {
    at: 'Builder',
    act: async (page) => {
      await page.getByRole('img', { name: 'Text and canvas' }).click();
      await page.getByRole('radiogroup', { name: 'How the text is written' }).getByText('Script', { exact: true }).click();
      await expect(page.getByRole('textbox', { name: 'Text of the workflow' })).toContainText('ORCHESTRATE');
    },
  },
  'Log of a run': { at: 'Run', act: (page) => page.getByRole('tab', { name: 'Log' }).click() },
  'Checkpoints of a run': { at: 'Run', act: (page) => page.getByRole('tab', { name: 'Checkpoints' }).click() },
  'Document of a run': { at: 'Run', act: (page) => page.getByRole('tab', { name: 'As it was' }).click() },
  'Retry of a run': { at: 'Run', act: (page) => page.getByRole('button', { name: /^Retry…/ }).click() },
  'Value of a memory': { at: 'Memory', act: (page) => page.getByRole('button', { name: 'Add a value…' }).click() },
  'Provider dialog': { at: 'Models', act: (page) => page.getByRole('button', { name: 'Add a provider…' }).click() },
  'Secret dialog': { at: 'Settings', act: (page) => page.getByRole('button', { name: 'Add a secret…' }).click() },
  'Commands of a chat': { at: 'Chat', act: (page) => page.getByRole('textbox', { name: 'Say something' }).fill('/') },
};

for (const [name, { at, act }] of Object.entries(states)) {
  test(`axe finds nothing serious in what opens: ${name}, in light and dark`, async () => {
    for (const theme of themes) {
      await pawl.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await open(pawl.page, pages[at] ?? []);
      await act(pawl.page);
      await expect(pawl.page.locator('[aria-busy="true"]')).toHaveCount(0);
      expect(await seriousOn(pawl.page), theme).toEqual([]);
      // What stands open, and what was chosen, is not of the next one.
      await pawl.page.evaluate(() => localStorage.clear());
      await pawl.page.reload();
    }
  });
}

async function open(page: Page, address: readonly string[]): Promise<void> {
  await page.evaluate(
    (hash) => {
      window.location.hash = hash;
    },
    `#/${address.map(encodeURIComponent).join('/')}`,
  );
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

/** What axe calls serious or critical: the rule, and where it is broken. */
async function seriousOn(page: Page): Promise<readonly string[]> {
  // Experimental in axe: a row of a tree says its state, which it shows as a sign.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().disableRules(['label-content-name-mismatch']).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 160)}`));
}
