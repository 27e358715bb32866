import type { Page } from '@playwright/test';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { Screen } from './shoot.ts';

const press =
  (keys: string, typed = '') =>
  async (page: Page) => {
    await page.keyboard.press(keys);
    if (typed !== '') await page.keyboard.type(typed);
  };
const click =
  (...names: readonly (string | RegExp)[]) =>
  async (page: Page) => {
    for (const name of names) await page.getByRole('button', { name }).first().click();
  };
const tab = (name: string) => (page: Page) => page.getByRole('tab', { name }).click();
const menu = (button: string | RegExp, item: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name: button }).first().click();
  await page.getByRole('menuitem', { name: item }).click();
};
const chooseStep = (title: string) => (page: Page) =>
  page.getByRole('group', { name: new RegExp(`^Step ${title}`) }).click({ position: { x: 60, y: 20 } });
const inView = (view: string, act?: (page: Page) => Promise<unknown>) => async (page: Page) => {
  await page.getByRole('img', { name: view, exact: true }).click();
  await act?.(page);
};

export const emptyScreens: readonly Screen[] = [
  ...['home', 'workflows', 'runs', 'inbox', 'triggers', 'templates', 'chat', 'agents', 'memory', 'models'].map((page) => ({
    name: `empty-${page}`,
    address: [page],
  })),
  { name: 'empty-journal', address: ['triggers', 'journal'] },
  { name: 'empty-week', address: ['triggers', 'week'] },
  { name: 'empty-spend', address: ['models', 'spend'] },
  { name: 'empty-calls', address: ['models', 'calls'] },
  { name: 'empty-why', address: ['models', 'why'] },
  { name: 'empty-agent', address: ['agents', 'new'] },
  { name: 'empty-trial', address: ['home'], act: click(/^Try/) },
  { name: 'empty-quick-run', address: ['quick-run'] },
];

/** Of an engine on which everything has happened (`seedPast`, `seedAi`). */
export async function fullScreens(client: EngineClient): Promise<readonly Screen[]> {
  const idOf = async (name: string) => (await client.workflows.list({ search: name })).items.find((one) => one.name === name)?.id ?? '';
  const runOf = async (name: string, place = 0) =>
    (await client.runs.list({ workflow: await idOf(name), limit: place + 1 })).items[place]?.runId ?? '';
  const backup = await idOf('Nightly backup');
  const support = await idOf('Customer support');
  const tests = await idOf('Test what changed');
  const failed = await runOf('Check the mirrors');
  const published = await runOf('Publish the site');
  const site = await idOf('Publish the site');
  const chats = (await client.chat.sessions({})).items;
  const inbox = (await client.inbox.list({})).items;
  return [
    { name: 'home', address: ['home'] },
    { name: 'home-foot', address: ['home'], act: (page) => page.getByText('Least reliable').scrollIntoViewIfNeeded() },
    { name: 'workflows', address: ['workflows'] },
    { name: 'workflows-run', address: ['workflows'], act: click('Run Publish the site') },
    { name: 'workflows-menu', address: ['workflows'], act: click('More for Publish the site') },
    { name: 'workflows-delete', address: ['workflows'], act: menu('More for Publish the site', 'Delete…') },
    { name: 'workflows-chosen', address: ['workflows'], act: (page) => page.getByRole('checkbox').nth(1).click() },
    { name: 'workflows-new', address: ['workflows'], act: click('New') },
    { name: 'templates', address: ['templates'] },
    { name: 'template', address: ['templates', 'tidy-downloads'] },
    { name: 'runs', address: ['runs'] },
    { name: 'runs-of', address: ['runs', 'of', site] },
    { name: 'run-failed', address: ['runs', failed] },
    { name: 'run-path', address: ['runs', await runOf('Publish the site', 2)] },
    { name: 'run-retry', address: ['runs', failed], act: click(/^Retry…/) },
    { name: 'run-loop', address: ['runs', await runOf('Test what changed')] },
    { name: 'run-live', address: ['runs', await runOf('Transcode the talks')] },
    { name: 'run-log', address: ['runs', await runOf('Transcode the talks'), 'small'], act: tab('Log') },
    { name: 'run-waiting', address: ['runs', await runOf('Release')] },
    { name: 'run-cut-off', address: ['runs', await runOf('Move the archive')] },
    { name: 'run-agent', address: ['runs', await runOf('Review the parser'), 'look'] },
    { name: 'run-checkpoints', address: ['runs', published], act: tab('Checkpoints') },
    { name: 'run-as-it-was', address: ['runs', published], act: tab('As it was') },
    { name: 'run-more', address: ['runs', published], act: click(/^More/) },
    { name: 'compare', address: ['compare', await runOf('Publish the site', 2), published] },
    { name: 'inbox', address: ['inbox'] },
    ...inbox.map(({ id, kind, workflow }) => ({
      name: `inbox-${kind}-${workflow.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
      address: ['inbox', id],
    })),
    { name: 'triggers', address: ['triggers'] },
    { name: 'triggers-fire', address: ['triggers'], act: click(/^Fire/) },
    { name: 'triggers-backtest', address: ['triggers'], act: menu(/^More for Nightly backup/, 'Back-test…') },
    { name: 'triggers-journal', address: ['triggers', 'journal'] },
    { name: 'triggers-week', address: ['triggers', 'week'] },
    { name: 'versions', address: ['workflows', backup, 'versions'] },
    { name: 'builder', address: ['builder', backup] },
    { name: 'builder-step', address: ['builder', backup], act: chooseStep('Pack the notes') },
    { name: 'builder-add', address: ['builder', backup], act: click(/^Add a step/) },
    { name: 'builder-trigger', address: ['builder', backup], act: click('Add a trigger') },
    {
      name: 'builder-split',
      address: ['builder', tests],
      act: inView('Text and canvas', async (page) => {
        await chooseStep('Find the tests')(page);
        await page.mouse.move(900, 740);
      }),
    },
    {
      name: 'builder-script',
      address: ['builder', support],
      act: inView('Text and canvas', (page) => page.getByText('Script', { exact: true }).click()),
    },
    { name: 'builder-text', address: ['builder', tests], act: inView('Text') },
    { name: 'builder-canvas', address: ['builder', support], act: inView('Canvas') },
    { name: 'builder-run', address: ['builder', site], act: click('Run') },
    { name: 'builder-more', address: ['builder', site], act: click('More') },
    { name: 'builder-new', address: ['builder', 'new'] },
    { name: 'builder-library', address: ['builder', backup], act: click('Library') },
    { name: 'chat', address: ['chat', chats.find(({ title }) => title.startsWith('Read'))?.id ?? ''] },
    {
      name: 'chat-commands',
      address: ['chat', chats[0]?.id ?? ''],
      act: (page) => page.getByRole('textbox', { name: 'Say something' }).fill('/'),
    },
    { name: 'agents', address: ['agents', 'one', 'reviewer'] },
    { name: 'agents-new', address: ['agents', 'new'] },
    { name: 'agents-remove', address: ['agents', 'one', 'writer'], act: click('Remove…') },
    { name: 'memory', address: ['memory', 'of', 'reviewer', 'key', 'style'] },
    { name: 'memory-add', address: ['memory'], act: click('Add a value…') },
    { name: 'memory-who', address: ['memory', 'who'] },
    ...['models', 'providers', 'spend', 'why', 'what-if', 'calls'].map((part) => ({
      name: `models-${part}`,
      address: part === 'models' ? ['models'] : ['models', part],
    })),
    { name: 'models-add', address: ['models'], act: click('Add a provider…') },
    { name: 'settings', address: ['settings'] },
    { name: 'settings-middle', address: ['settings'], act: (page) => page.getByText('Backups').first().scrollIntoViewIfNeeded() },
    { name: 'settings-foot', address: ['settings'], act: (page) => page.getByRole('heading').last().scrollIntoViewIfNeeded() },
    { name: 'settings-secret', address: ['settings'], act: click('Add a secret…') },
    { name: 'palette', address: ['home'], act: press('Control+k') },
    { name: 'palette-search', address: ['home'], act: press('Control+k', 'site') },
    { name: 'shortcuts', address: ['home'], act: press('Shift+?') },
    { name: 'quick-run', address: ['quick-run'] },
    { name: 'import-file', address: ['workflows'], act: importing('watch.pawl.yaml', fileToImport) },
    {
      name: 'import-broken',
      address: ['workflows'],
      act: importing('broken.pawl.yaml', 'pawl: 1\nname: Broken\nsteps:\n  - { id: a, action: fil.read }\n'),
    },
  ];
}

/** The same screens where the engine is gone; the first is open at that moment. */
export const namesWhenAway = [
  'builder',
  'home',
  'workflows',
  'run-failed',
  'runs',
  'triggers',
  'inbox',
  'templates',
  'settings',
  'palette-search',
  'chat',
  'agents',
  'memory',
  'models-models',
];

function importing(name: string, text: string) {
  return async (page: Page) => {
    const asked = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import…' }).click();
    await (await asked).setFiles({ name, mimeType: 'text/yaml', buffer: Buffer.from(text) });
    await page.getByRole('dialog').waitFor();
  };
}

const fileToImport = `pawl: 1
name: Tell me about big files
description: Looks for files that have grown, and moves them away after I have agreed
triggers:
  - { id: weekly, type: schedule, config: { cron: 0 9 * * mon } }
steps:
  - { id: find, action: shell.run, with: { command: find . -size +100M } }
  - { id: ask, approve: { message: "Move these? {{ find.stdout }}" } }
  - { id: move, action: file.move, with: { source: big, destination: ~/Archive } }
  - { id: tell, action: http.request, with: { url: "https://hooks.example/notify", method: POST } }
`;
