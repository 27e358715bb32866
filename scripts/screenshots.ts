import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import type { EngineClient } from '../shared/contract/contract.ts';
import { demoScript } from '../test/model-server/demo/demo-script.ts';
import { startModelServer } from '../test/model-server/model-server.ts';
import { seedAi } from './screens/ai.ts';
import { emptyScreens, fullScreens, namesWhenAway } from './screens/screens.ts';
import { seedMany, seedPast } from './screens/seed.ts';
import { type ServedEngine, serveEngine } from './screens/served-engine.ts';
import { type Screen, shootAll, shootLost, sizes, themes, type Wish, wantedOf } from './screens/shoot.ts';

const usage = `Draws every screen into screenshots/: npm run screenshots [-- words of the screens' names…]
  --theme light|dark   of one theme only; may be given twice
  --size 800|1280|1920 of one width only (default: 1280 and 800); may be given more than once

The window must be built: npm run build:desktop. Chromium is taken from PAWL_CHROMIUM, else from the PATH.
With --docs, the pictures of the README are taken too, and put where it has them.`;

/** The pictures of the README, by the screens that they show. */
const docs: Readonly<Record<string, string>> = {
  'builder-split': 'builder',
  'run-path': 'run',
  home: 'home',
  'inbox-approval-customer-support-escalation': 'inbox',
  template: 'templates',
};

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: 'string', multiple: true },
    size: { type: 'string', multiple: true },
    help: { type: 'boolean' },
    docs: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const wantedSizes = values.size ?? ['1280', '800'];
const wish: Wish = {
  words: values.docs ? [...words, ...Object.keys(docs)] : words,
  themes: themes.filter((theme) => values.theme?.includes(theme) ?? true),
  sizes: Object.values(sizes).filter(({ width }) => wantedSizes.includes(String(width))),
};

const target = path.resolve(import.meta.dirname, '../screenshots');
const browser = await chromium.launch({
  executablePath: process.env['PAWL_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const root = await mkdtemp(path.join(tmpdir(), 'pawl-screenshots-'));
const models = await startModelServer({ script: demoScript, models: ['demo-large', 'demo-small'] });
try {
  if (wantedOf(emptyScreens, wish).length > 0)
    await withEngine(path.join(root, 'empty'), {}, (engine) => shootAll({ browser, engine, screens: emptyScreens, target, wish }));
  await shootFull();
  if (values.docs) await keepDocs();
} finally {
  await browser.close();
  await models.close();
  await rm(root, { recursive: true, force: true });
}

async function keepDocs(): Promise<void> {
  for (const [screen, name] of Object.entries(docs)) {
    await copyFile(path.join(target, `${screen}-light-1280.png`), path.join(target, `../resources/docs/${name}.png`));
  }
}

async function shootFull(): Promise<void> {
  const home = path.join(root, 'full');
  const folder = path.join(root, 'work');
  const environment = { PAWL_LOCAL_MODELS_URL: `${models.url}/v1` };
  await seedPast(home, folder);
  // What is cut off in the middle waits for a person afterwards.
  const before = await serveEngine(home);
  await startAndWait(before.connection.client, 'Move the archive', 'copy');
  await before.stop('SIGKILL');
  let screens: readonly Screen[] = [];
  await withEngine(home, environment, async (engine) => {
    const { client } = engine.connection;
    await client.workflows.execute({ workflow: 'Release', triggeredBy: 'window' });
    await startAndWait(client, 'Transcode the talks', 'small');
    await client.triggers.fire({ trigger: 'Publish the site/by_hand', data: {} });
    await client.triggers.pause({ trigger: 'Weekly report/monday' });
    await seedAi(client, folder);
    screens = await fullScreens(client);
    await shootAll({ browser, engine, screens, target, wish });
    const huge: Screen[] = [{ name: 'huge-workflows', address: ['workflows'] }];
    if (wantedOf(huge, wish).length > 0) {
      await seedMany(client, 300);
      await shootAll({ browser, engine, screens: huge, target, wish });
    }
  });
  const serve = () => serveEngine(home, environment);
  const away = (state: string) =>
    namesWhenAway.flatMap((name) => {
      const screen = screens.find((one) => one.name === name);
      return screen === undefined ? [] : [{ ...screen, name: `${state}-${name}` }];
    });
  await shootLost({
    browser,
    serve,
    screens: away('failing'),
    target,
    wish,
    async lose(engine, page) {
      await engine.stop('SIGKILL');
      await page.getByText('Trying again').waitFor();
    },
  });
  // It lives and gives no answer.
  await shootLost({ browser, serve, screens: away('loading'), target, wish, lose: async ({ child }) => child.kill('SIGSTOP') });
}

async function startAndWait(client: EngineClient, workflow: string, step: string): Promise<void> {
  const { runId } = await client.workflows.execute({ workflow, triggeredBy: 'window' });
  for await (const update of await client.runs.follow({ run: runId })) {
    if (update.type === 'step' && update.step.id === step && update.step.state === 'running') return;
  }
}

async function withEngine(
  home: string,
  environment: Readonly<Record<string, string>>,
  work: (engine: ServedEngine) => Promise<void>,
): Promise<void> {
  const engine = await serveEngine(home, environment);
  try {
    await work(engine);
  } finally {
    await engine.stop('SIGKILL');
  }
}
