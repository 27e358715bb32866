import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import type { EngineClient } from '../shared/contract/contract.ts';
import { seedMany, seedPast } from './screens/seed.ts';
import { type ServedEngine, serveEngine } from './screens/served-engine.ts';
import { type Screen, shootAll, shootLost } from './screens/shoot.ts';

// Draws every screen in both themes and two sizes into screenshots/: npm run screenshots [-- words of the screens' names…]
// The window must be built: npm run build:desktop. Chromium is taken from PAWL_CHROMIUM, else from the PATH.

const target = path.resolve(import.meta.dirname, '../screenshots');
const words = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env['PAWL_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const root = await mkdtemp(path.join(tmpdir(), 'pawl-screenshots-'));
try {
  await shootEmpty();
  await shootFull();
} finally {
  await browser.close();
  await rm(root, { recursive: true, force: true });
}

async function shootEmpty(): Promise<void> {
  const screens: Screen[] = ['home', 'workflows', 'runs', 'inbox', 'triggers', 'templates'].map((page) => ({
    name: `empty-${page}`,
    address: [page],
  }));
  await withEngine(path.join(root, 'empty'), (engine) => shootAll({ browser, engine, screens, target, words }));
}

async function shootFull(): Promise<void> {
  const home = path.join(root, 'full');
  const folder = path.join(root, 'work');
  await seedPast(home, folder);
  // What is cut off in the middle waits for a person afterwards.
  const before = await serveEngine(home);
  await startAndWait(before.connection.client, 'Move the archive', 'copy');
  await before.stop('SIGKILL');
  let screensAway: Screen[] = [];
  await withEngine(home, async (engine) => {
    const { client } = engine.connection;
    await client.workflows.execute({ workflow: 'Release' });
    await startAndWait(client, 'Transcode the talks', 'small');
    await client.triggers.fire({ trigger: 'Publish the site/by_hand', data: {} });
    await client.triggers.pause({ trigger: 'Weekly report/monday' });
    await shootAll({ browser, engine, screens: await fullScreens(client), target, words });
    if (words.length === 0 || words.some((word) => 'huge'.includes(word))) {
      await seedMany(client, 300);
      await shootAll({ browser, engine, screens: [{ name: 'huge-workflows', address: ['workflows'] }], target, words });
    }
    screensAway = await lostScreens(client);
  });
  await shootLost({ browser, serve: () => serveEngine(home), screens: screensAway, target, words });
}

/** The builder is open when the engine goes. */
async function lostScreens(client: EngineClient): Promise<Screen[]> {
  const screens = new Map((await fullScreens(client)).map((screen) => [screen.name, screen]));
  const names = ['builder', 'home', 'workflows', 'run-failed', 'runs', 'triggers', 'inbox', 'templates', 'settings', 'palette-search'];
  return names.flatMap((name) => {
    const screen = screens.get(name);
    return screen === undefined ? [] : [{ ...screen, name: `failing-${name}` }];
  });
}

async function fullScreens(client: EngineClient): Promise<Screen[]> {
  const { items } = await client.workflows.list({ search: 'Nightly backup' });
  const failed = (await client.runs.list({ states: ['failed'], limit: 1 })).items[0]?.runId ?? '';
  const live = (await client.runs.list({ states: ['running'], limit: 1 })).items[0]?.runId ?? '';
  const workflow = items[0]?.id ?? '';
  return [
    { name: 'home', address: ['home'] },
    { name: 'workflows', address: ['workflows'] },
    { name: 'workflows-run', address: ['workflows'], click: 'Run Publish the site' },
    { name: 'templates', address: ['templates'] },
    { name: 'template', address: ['templates', 'tidy-downloads'] },
    { name: 'runs', address: ['runs'] },
    { name: 'run-failed', address: ['runs', failed] },
    { name: 'run-live', address: ['runs', live] },
    { name: 'inbox', address: ['inbox'] },
    { name: 'triggers', address: ['triggers'] },
    { name: 'triggers-journal', address: ['triggers', 'journal'] },
    { name: 'triggers-week', address: ['triggers', 'week'] },
    { name: 'versions', address: ['workflows', workflow, 'versions'] },
    { name: 'builder', address: ['builder', workflow] },
    { name: 'builder-new', address: ['builder', 'new'] },
    { name: 'settings', address: ['settings'] },
    { name: 'palette', address: ['home'], press: 'Control+k' },
    { name: 'palette-search', address: ['home'], press: 'Control+k', type: 'site' },
    { name: 'shortcuts', address: ['home'], press: 'Shift+?' },
  ];
}

async function startAndWait(client: EngineClient, workflow: string, step: string): Promise<void> {
  const { runId } = await client.workflows.execute({ workflow, triggeredBy: 'window' });
  for await (const update of await client.runs.follow({ run: runId })) {
    if (update.type === 'step' && update.step.id === step && update.step.state === 'running') return;
  }
}

async function withEngine(home: string, work: (engine: ServedEngine) => Promise<void>): Promise<void> {
  const engine = await serveEngine(home);
  try {
    await work(engine);
  } finally {
    await engine.stop('SIGKILL');
  }
}
