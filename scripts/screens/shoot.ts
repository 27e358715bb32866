import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { ServedEngine } from './served-engine.ts';

export interface Screen {
  readonly name: string;
  /** The parts of the page's address. */
  readonly address: readonly string[];
  /** What a person does there before the picture is taken. */
  readonly act?: (page: Page) => Promise<unknown>;
}

/** What is wanted of all that there is. */
export interface Wish {
  /** Only screens whose name has one of these; empty: all. */
  readonly words: readonly string[];
  readonly themes: readonly Theme[];
  readonly sizes: readonly Size[];
}

interface Target {
  readonly browser: Browser;
  readonly screens: readonly Screen[];
  readonly target: string;
  readonly wish: Wish;
}

interface Shooting extends Target {
  readonly engine: ServedEngine;
}

interface LostShooting extends Target {
  /** Starts an engine, which is taken away with the window open. */
  serve(): Promise<ServedEngine>;
  /** Takes it away; resolves when the window has noticed. */
  lose(engine: ServedEngine, page: Page): Promise<unknown>;
}

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const sizes = {
  800: { width: 800, height: 600 },
  1280: { width: 1280, height: 800 },
  1920: { width: 1920, height: 1200 },
} as const;
export type Size = (typeof sizes)[keyof typeof sizes];

/** Writes `<name>-<theme>-<width>.png` of each. What the page complains about is printed. */
export async function shootAll({ browser, engine, screens, target, wish }: Shooting): Promise<void> {
  const wanted = wantedOf(screens, wish);
  if (wanted.length === 0) return;
  await mkdir(target, { recursive: true });
  for (const theme of wish.themes) {
    const page = await openWindow(browser, theme, engine);
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`${page.url()}: ${message.text()}`);
    });
    for (const screen of wanted) await shoot(page, screen, theme, target, wish.sizes);
    await page.context().close();
  }
}

/** What is left of each screen when the engine is gone: the first one is open at that moment, the others are opened after it. */
export async function shootLost({ browser, serve, lose, screens, target, wish }: LostShooting): Promise<void> {
  const wanted = wantedOf(screens, wish);
  if (wanted.length === 0) return;
  await mkdir(target, { recursive: true });
  for (const theme of wish.themes) {
    const engine = await serve();
    const page = await openWindow(browser, theme, engine);
    const [first] = wanted;
    if (first !== undefined) await show(page, { name: first.name, address: first.address });
    await lose(engine, page);
    for (const screen of wanted) await shoot(page, screen, theme, target, wish.sizes);
    await page.context().close();
    await engine.stop('SIGKILL');
  }
}

export function wantedOf(screens: readonly Screen[], { words }: Wish): readonly Screen[] {
  return screens.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
}

async function openWindow(browser: Browser, colorScheme: Theme, engine: ServedEngine): Promise<Page> {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => console.error(`${page.url()}: ${error}`));
  await page.goto(await engine.link());
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return page;
}

async function shoot(page: Page, screen: Screen, theme: Theme, target: string, wanted: readonly Size[]): Promise<void> {
  for (const size of wanted) {
    await page.setViewportSize(size);
    await show(page, screen).catch((error: unknown) => console.error(`${screen.name} at ${size.width}: ${String(error)}`));
    await page.screenshot({ path: path.join(target, `${screen.name}-${theme}-${size.width}.png`) });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }
}

async function show(page: Page, { address, act }: Screen): Promise<void> {
  // What a picture before has left on the page is not of this one.
  await page.evaluate('document.activeElement?.blur(); localStorage.clear(); window.location.hash = "#/"');
  await page.evaluate(`window.location.hash = ${JSON.stringify(`#/${address.map(encodeURIComponent).join('/')}`)}`);
  await page.getByRole('main').or(page.getByRole('dialog')).first().waitFor();
  await settle(page);
  if (act === undefined) return;
  await act(page);
  await settle(page);
}

/** A picture of a page that loads shows nothing: waits until nothing says that it is busy, or for as long as one would. */
async function settle(page: Page): Promise<void> {
  const busy = page.locator('[aria-busy="true"]').first();
  await busy.waitFor({ state: 'detached', timeout: 3000 }).catch(() => undefined);
  await page.waitForTimeout(600);
}
