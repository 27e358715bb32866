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
  /** The engine is out of reach. */
  readonly away?: boolean;
}

interface Shooting {
  readonly browser: Browser;
  readonly engine: ServedEngine;
  readonly screens: readonly Screen[];
  readonly target: string;
  /** Only screens whose name has one of these; empty: all. */
  readonly words: readonly string[];
}

const themes = ['light', 'dark'] as const;
const sizes = [
  { width: 1280, height: 800 },
  { width: 800, height: 600 },
] as const;

/** Writes `<name>-<theme>-<width>.png` of each. What the page complains about is printed. */
export async function shootAll({ browser, engine, screens, target, words }: Shooting): Promise<void> {
  const wanted = screens.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (wanted.length === 0) return;
  await mkdir(target, { recursive: true });
  for (const colorScheme of themes) {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => console.error(`${page.url()}: ${error}`));
    await page.goto(await engine.link());
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    for (const screen of wanted) {
      for (const size of sizes) {
        await page.setViewportSize(size);
        await show(page, screen);
        await page.screenshot({ path: path.join(target, `${screen.name}-${colorScheme}-${size.width}.png`) });
        await leave(page);
      }
    }
    await context.close();
  }
}

async function show(page: Page, { address, press, type, click, away = false }: Screen): Promise<void> {
  await page.evaluate(`window.location.hash = ${JSON.stringify(`#/${address.map(encodeURIComponent).join('/')}`)}`);
  await page.getByRole('main').first().waitFor();
  await settle(page);
  if (away) {
    await page.context().setOffline(true);
    await settle(page);
  }
  if (press !== undefined) await page.keyboard.press(press);
  if (type !== undefined) await page.keyboard.type(type);
  if (click !== undefined) await page.getByRole('button', { name: click }).click();
  await settle(page);
}

async function leave(page: Page): Promise<void> {
  await page.context().setOffline(false);
  await page.keyboard.press('Escape');
}

/** A picture of a page that loads shows nothing: waits until nothing says that it is busy, or for as long as one would. */
async function settle(page: Page): Promise<void> {
  const busy = page.locator('[aria-busy="true"]').first();
  await busy.waitFor({ state: 'detached', timeout: 3000 }).catch(() => undefined);
  await page.waitForTimeout(600);
}
