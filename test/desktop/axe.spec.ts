import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import { askEngine } from './ask-engine.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, type Pawl } from './launch.ts';
import { failingWorkflow } from './workflow-files.ts';

const themes = ['light', 'dark'] as const;

let pawl: Pawl;
let models: ModelServer;
let pages: Readonly<Record<string, readonly string[]>>;
test.beforeAll(async () => {
  models = await startModelServer({ models: ['small-3b', 'big-70b'], script: () => ({ text: 'pong' }) });
  pawl = await launchPawl();
  await importWorkflow(pawl, failingWorkflow);
  const { workflow, run, chat } = await askEngine(pawl.home, async (client) => {
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
    const [one] = (await client.workflows.list({})).items;
    return { workflow: one?.id ?? '', run: runId, chat: id };
  });
  pages = {
    Home: ['home'],
    Workflows: ['workflows'],
    Templates: ['templates', 'tidy-downloads'],
    Builder: ['builder', workflow],
    Versions: ['workflows', workflow, 'versions'],
    Runs: ['runs'],
    Run: ['runs', run],
    Inbox: ['inbox'],
    Triggers: ['triggers'],
    Journal: ['triggers', 'journal'],
    Week: ['triggers', 'week'],
    Agents: ['agents', 'one', 'backend'],
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
  'Versions',
  'Runs',
  'Run',
  'Inbox',
  'Triggers',
  'Journal',
  'Week',
  'Agents',
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
