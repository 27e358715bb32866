import { accessSync, constants, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLoginCode } from '../../electron/host/http/login-code.ts';
import { rpcProtocols } from '../../shared/lib/window-session.ts';
import { type Hosted, startHosted, token } from '../support/hosted-app.ts';

const executablePath = findBrowser();

let hosted: Hosted;
let stranger: Server;
let browser: Browser;
beforeAll(async () => {
  if (executablePath === undefined) return;
  hosted = await startHosted();
  const text =
    'name: Open\ntriggers: [{ id: hook, type: webhook, config: { path: open } }]\nsteps: [{ id: a, action: log, with: { message: x } }]\n';
  await hosted.client.workflows.import({ text, trust: true });
  const script = readFileSync(path.join(import.meta.dirname, 'stranger.js'), 'utf8');
  stranger = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end(`<!doctype html><script>${script}</script><body>`),
  );
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}, 60_000);
afterAll(async () => {
  if (executablePath === undefined) return;
  await browser.close();
  stranger.close();
  await hosted.close();
});

describe.skipIf(executablePath === undefined)('a real page', () => {
  it.each(['127.0.0.1', 'localhost', 'a.localhost'])(
    'WH-3 from http://%s on another port tries everything and gets nothing',
    async (name) => {
      const page = await browser.newPage();
      await page.goto(`http://${name}:${(stranger.address() as AddressInfo).port}/`);
      const targets = [hosted.server.url, hosted.server.url.replace('127.0.0.1', 'localhost')];
      expect(await page.evaluate(`attack(${JSON.stringify(targets)}, ${JSON.stringify(token)})`)).toEqual([]);
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.url().startsWith(hosted.server.url)),
        page.evaluate(`submitForm(${JSON.stringify(`${hosted.server.url}/hooks/open`)})`),
      ]);
      expect(answer.status()).toBe(403);
      await page.close();
      expect((await hosted.client.runs.list({})).items).toEqual([]);
      expect((await hosted.client.workflows.list({})).items).toHaveLength(1);
    },
    30_000,
  );

  it('WH-8 of our own logs in by the code behind #, which leaves the address, no cookie and no second login', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const link = `${hosted.server.url}/login#${makeLoginCode(token, Date.now())}`;
    await page.goto(link);
    await page.waitForURL(`${hosted.server.url}/`);
    const session = await page.evaluate("localStorage.getItem('pawl.session')");
    expect(session).toMatch(/^[\w-]{43}$/);
    expect(await context.cookies()).toEqual([]);
    const opened = await page.evaluate(`new Promise((resolve) => {
      const socket = new WebSocket('ws://' + location.host + '/rpc', ${JSON.stringify(rpcProtocols(String(session)))});
      socket.onopen = () => resolve(socket.protocol);
      socket.onerror = () => resolve('refused');
    })`);
    expect(opened).toBe('pawl.rpc');
    const again = await context.newPage();
    await again.goto(link);
    await again.getByText('pawl open').waitFor();
    await context.close();
  }, 30_000);
});

/** A Chromium of the machine; the test is left out where there is none. */
function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
