import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { ServedEngine } from './served-engine.ts';

export interface Screen {
  readonly name: string;
  /** The parts of the page's address. */
  readonly address: readonly string[];
  readonly press?: string;
  readonly type?: string;
  /** The name of a button. */
  readonly click?: string;
}

interface Target {
  readonly browser: Browser;
  readonly screens: readonly Screen[];
  readonly target: string;
  /** Only screens whose name has one of these; empty: all. */
  readonly words: readonly string[];
}

interface Shooting extends Target {
  readonly engine: ServedEngine;
}

interface LostShooting extends Target {
  /** Starts an engine, which is killed with the window open. */
  serve(): Promise<ServedEngine>;
}

const themes = ['light', 'dark'] as const;
const sizes = [
  { width: 1280, height: 800 },
  { width: 800, height: 600 },
] as const;

/** Writes `<name>-<theme>-<width>.png` of each. What the page complains about is printed. */
export async function shootAll({ browser, engine, screens, target, words }: Shooting): Promise<void> {
  const wanted = wantedOf(screens, words);
  if (wanted.length === 0) return;
  await mkdir(target, { recursive: true });
  for (const colorScheme of themes) {
    const page = await openWindow(browser, colorScheme, engine);
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`${page.url()}: ${message.text()}`);
    });
    for (const screen of wanted) await shoot(page, screen, colorScheme, target);
    await page.context().close();
  }
}

/** What is left of each screen when the engine dies: the first one is open at that moment, the others are opened after it. */
export async function shootLost({ browser, serve, screens, target, words }: LostShooting): Promise<void> {
  const wanted = wantedOf(screens, words);
  if (wanted.length === 0) return;
  await mkdir(target, { recursive: true });
  for (const colorScheme of themes) {
    const engine = await serve();
    const page = await openWindow(browser, colorScheme, engine);
    const [first] = wanted;
    if (first !== undefined) await show(page, { name: first.name, address: first.address });
    await engine.stop('SIGKILL');
    await page.getByText('Trying again').waitFor();
    for (const screen of wanted) await shoot(page, screen, colorScheme, target);
    await page.context().close();
  }
}

function wantedOf(screens: readonly Screen[], words: readonly string[]): readonly Screen[] {
  return screens.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
}

async function openWindow(browser: Browser, colorScheme: 'light' | 'dark', engine: ServedEngine): Promise<Page> {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${page.url()}: ${error}`));
  await page.goto(await engine.link());
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return page;
}

async function shoot(page: Page, screen: Screen, colorScheme: string, target: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    await show(page, screen);
    await page.screenshot({ path: path.join(target, `${screen.name}-${colorScheme}-${size.width}.png`) });
    await page.keyboard.press('Escape');
  }
}

async function show(page: Page, { address, press, type, click }: Screen): Promise<void> {
  await page.evaluate(`window.location.hash = ${JSON.stringify(`#/${address.map(encodeURIComponent).join('/')}`)}`);
  await page.getByRole('main').first().waitFor();
  await settle(page);
  if (press !== undefined) await page.keyboard.press(press);
  if (type !== undefined) await page.keyboard.type(type);
  if (click !== undefined) await page.getByRole('button', { name: click }).click();
  await settle(page);
}

/** A picture of a page that loads shows nothing: waits until nothing says that it is busy, or for as long as one would. */
async function settle(page: Page): Promise<void> {
  const busy = page.locator('[aria-busy="true"]').first();
  await busy.waitFor({ state: 'detached', timeout: 3000 }).catch(() => undefined);
  await page.waitForTimeout(600);
}
