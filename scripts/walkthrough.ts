import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Locator } from '@playwright/test';
import { serveEngine } from './screens/served-engine.ts';

// Goes the way of a new person, from an empty data folder to a workflow that starts when a file changes: node scripts/walkthrough.ts
// Counts what they click and type, and writes a picture of each stop into screenshots/walkthrough. The window must be built.

const pictures = path.resolve(import.meta.dirname, '../screenshots/walkthrough');
const root = await mkdtemp(path.join(tmpdir(), 'pawl-walkthrough-'));
const watched = path.join(root, 'notes');
await mkdir(watched, { recursive: true });
await mkdir(pictures, { recursive: true });
const engine = await serveEngine(path.join(root, 'home'));
const browser = await chromium.launch({
  executablePath: process.env['PAWL_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.setDefaultTimeout(20_000);
let clicks = 0;
let typed = 0;
const startedAt = performance.now();
try {
  await page.goto(await engine.link());
  await stop('welcome', page.getByRole('link', { name: 'Build your own' }));
  await click(page.getByRole('link', { name: 'Build your own' }));

  await stop('empty builder', page.getByRole('button', { name: /add the first step/ }));
  await click(page.getByRole('button', { name: /add the first step/ }));
  await type('log');
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await stop('a step to fill in', inspector.getByRole('textbox', { name: 'Message', exact: true }));
  await click(inspector.getByRole('textbox', { name: 'Message', exact: true }));
  await type('{{ trigger.filePath }} changed');

  await click(page.getByRole('application', { name: 'Workflow' }).getByRole('button', { name: 'Add a trigger' }));
  const filesChange = page.getByRole('dialog', { name: 'Add a trigger' }).getByRole('option', { name: /^Files change/ });
  await stop('which trigger', filesChange);
  await click(filesChange);
  await stop('a trigger to fill in', inspector.getByRole('textbox', { name: 'Path', exact: true }));
  await click(inspector.getByRole('textbox', { name: 'Path', exact: true }));
  await type(`${watched}/**`);
  await click(page.getByRole('button', { name: 'Save', exact: true }));
  await stop('saved', page.getByRole('dialog'));
  await click(page.getByRole('dialog').getByRole('button', { name: /Save/ }).last());
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await stop('on', page.getByText('On', { exact: true }));

  await writeFile(path.join(watched, 'idea.md'), '# An idea\n');
  await click(page.getByRole('link', { name: 'Runs', exact: true }));
  await stop('the run', page.getByRole('row').filter({ hasText: 'completed' }));
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${clicks} clicks, ${typed} letters typed, ${seconds.toFixed(1)} s`);
} catch (error) {
  await page.screenshot({ path: path.join(pictures, 'stuck.png') });
  throw error;
} finally {
  await browser.close();
  await engine.stop('SIGKILL');
  await rm(root, { recursive: true, force: true });
}

async function click(target: Locator): Promise<void> {
  clicks++;
  await target.click();
}

async function type(text: string): Promise<void> {
  typed += text.length;
  await page.keyboard.type(text);
}

/** Waits for what the person looks for next, and takes a picture of it. */
async function stop(name: string, next: Locator): Promise<void> {
  await next.waitFor();
  const at = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${at} s, ${clicks} clicks: ${name}`);
  await page.screenshot({ path: path.join(pictures, `${name.replaceAll(' ', '-')}.png`) });
}
