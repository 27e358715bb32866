import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { makePlace, type Place, whenPrinted } from '../cli/spawn-pawl.ts';

/** An engine without a desktop, and a browser that shows its window. */
export interface Served {
  readonly place: Place;
  readonly context: BrowserContext;
  /** Another window of the same browser, at a page of the address. `prepare` runs before anything is loaded. */
  open(hash: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page>;
  /** Ends the engine as a crash does. */
  kill(): Promise<void>;
  /** Starts it again at the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function serveWindow(): Promise<Served> {
  const place = await makePlace();
  const port = await freePort();
  const start = async (): Promise<ChildProcessWithoutNullStreams> => {
    const child = place.start('serve', '--port', String(port));
    await whenPrinted(child, /Its window is at/);
    return child;
  };
  let engine = await start();
  const program = process.env['PAWL_CHROMIUM'] ?? execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const context = await browser.newContext();

  async function kill(): Promise<void> {
    const ended = once(engine, 'exit');
    const host = JSON.parse(await readFile(path.join(place.folder, 'home', 'host.json'), 'utf8')) as { pid: number };
    process.kill(host.pid, 'SIGKILL');
    await ended;
  }

  return {
    place,
    context,
    async open(hash, prepare) {
      const { answer } = await place.json('open');
      const { url } = answer as { url: string };
      const page = await context.newPage();
      await prepare?.(page);
      await page.goto(url);
      await page.getByRole('navigation', { name: 'Pages' }).waitFor();
      await page.goto(`${new URL(url).origin}/${hash}`);
      return page;
    },
    kill,
    async restart() {
      engine = await start();
    },
    async close() {
      await browser.close();
      if (engine.exitCode === null && engine.signalCode === null) await kill();
    },
  };
}

/** One that is free now, so that an engine can come back to it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
