import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { readHost } from '../../../electron/host/host-file.ts';
import { windowLink } from '../../../electron/host/window-link.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { servePawl } from '../served-pawl.ts';

/** The built window in Chromium, on an engine that serves it without a head. */
export interface BenchWindow {
  readonly page: Page;
  readonly client: EngineClient;
  close(): Promise<void>;
}

const size = { width: 1440, height: 900 };

/** Throws when the window is not built, or there is no Chromium (`PAWL_CHROMIUM` names another than `/usr/bin/chromium`). */
export async function openWindow(home: string): Promise<BenchWindow> {
  if (!existsSync(resolve(import.meta.dirname, '../../../out/renderer/index.html'))) {
    throw new Error('There is no built window to measure: npm run build && npm run build:desktop');
  }
  const served = await servePawl(home);
  const host = await readHost(home);
  const link = host === undefined ? undefined : windowLink(host, Date.now());
  if (link === undefined) throw new Error(`The engine of ${join(home)} serves no window`);
  const browser: Browser = await chromium.launch({
    executablePath: process.env['PAWL_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = await browser.newPage({ viewport: size });
  await page.goto(link);
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return {
    page,
    client: served.connection.client,
    async close() {
      await browser.close();
      await served.stop();
    },
  };
}
