import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { readHost } from '../../electron/host/host-file.ts';
import { countRuns } from './ask-engine.ts';
import { onDesktop } from './desktop-record.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, onStandIn, type Pawl } from './launch.ts';

let pawl: Pawl;
test.beforeAll(async () => {
  pawl = await launchPawl();
});
test.afterAll(() => pawl.quit());

const hooked = `pawl: 1
name: Hooked
triggers: [{ id: call, type: webhook, config: { path: deploy } }]
steps: [{ id: note, action: shell.run, with: { command: echo hooked } }]
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function choosePort(port: number): Promise<void> {
  await pawl.page.getByRole('link', { name: 'Settings' }).click();
  await pawl.page.getByLabel('Port', { exact: true }).fill(String(port));
  await pawl.page.getByLabel('Port', { exact: true }).press('Enter');
}

async function switchServer(on: boolean): Promise<void> {
  const toggle = pawl.page.getByRole('switch', { name: 'Loopback server' });
  await pawl.page.getByRole('link', { name: 'Settings' }).click();
  if ((await toggle.isChecked()) !== on) await toggle.press('Space');
  await expect(toggle).toBeChecked({ checked: on });
  await expect(toggle).toBeEnabled();
  await expect.poll(async () => (await readHost(pawl.home))?.port !== undefined).toBe(on);
}

test('the desktop listens on no port until it is told to; then it takes webhooks and REST, with the token', async () => {
  await importWorkflow(pawl, hooked);
  expect((await readHost(pawl.home))?.port).toBeUndefined();
  const port = await freePort();
  await choosePort(port);
  await switchServer(true);
  await expect.poll(async () => (await readHost(pawl.home))?.port).toBe(port);
  await expect(pawl.page.getByRole('main')).toContainText(`http://127.0.0.1:${port}/hooks/`);

  expect((await fetch(`http://127.0.0.1:${port}/hooks/deploy`, { method: 'POST' })).status).toBe(202);
  await expect.poll(() => countRuns(pawl.home, 'Hooked')).toBe(1);
  expect((await fetch(`http://127.0.0.1:${port}/api/system`)).status).toBe(401);
  const host = await readHost(pawl.home);
  const answer = await fetch(`http://127.0.0.1:${port}/api/system`, { headers: { authorization: `Bearer ${host?.token}` } });
  expect(answer.status).toBe(200);

  await switchServer(false);
  await expect(fetch(`http://127.0.0.1:${port}/api/system`)).rejects.toThrow();
  // The window and the command line go on without it.
  expect(await countRuns(pawl.home, 'Hooked')).toBe(1);
});

test('a port that is taken is told, and another one is used', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address() as AddressInfo;
  await switchServer(false);
  await choosePort(port);
  await switchServer(true);
  await expect(pawl.page.getByText(`Port ${port} is taken by another program`)).toBeVisible();
  const used = (await readHost(pawl.home))?.port;
  expect(used).not.toBe(port);
  await expect(pawl.page.getByRole('main')).toContainText(`http://127.0.0.1:${used}/hooks/`);
  squatter.close();
});

test('the token goes to the clipboard and not to the page, and the browser is let in by an address that works once', async () => {
  test.skip(!onStandIn, 'only the stand-in tells what is on the clipboard and what was opened');
  await choosePort(await freePort());
  await switchServer(true);
  const host = await readHost(pawl.home);
  await pawl.page.getByRole('button', { name: 'Copy token' }).click();
  await expect.poll(() => onDesktop(pawl.app, ({ clipboard }) => clipboard)).toBe(host?.token);
  expect(await pawl.page.content()).not.toContain(host?.token);

  await pawl.page.getByRole('button', { name: 'Open in browser' }).click();
  const opened = () => onDesktop(pawl.app, ({ openedOutside }) => openedOutside.at(-1) ?? '');
  await expect.poll(opened).toContain(`http://127.0.0.1:${host?.port}/login#`);
  const code = new URL(await opened()).hash.slice(1);
  const login = () =>
    fetch(`http://127.0.0.1:${host?.port}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
  expect((await login()).status).toBe(200);
  expect((await login()).status).toBe(401);
});

test('the server is there again after a start, where it was wanted', async () => {
  await choosePort(await freePort());
  await switchServer(true);
  const { port } = (await readHost(pawl.home)) ?? {};
  await pawl.quit();
  pawl = await launchPawl({ home: pawl.home });
  await expect.poll(async () => (await readHost(pawl.home))?.port).toBe(port);
});
