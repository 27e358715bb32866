import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { readHost } from '../../electron/host/host-file.ts';
import { askEngine, countRuns, whenAtTheGate } from './ask-engine.ts';
import { onDesktop, trayLabels } from './desktop-record.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, makeFolder, onStandIn } from './launch.ts';
import { isShown } from './look.ts';
import { gatedWorkflow } from './workflow-files.ts';

const hourly = `pawl: 1
name: Hourly
triggers: [{ id: clock, type: schedule, config: { cron: "0 * * * *", timezone: UTC } }]
steps: [{ id: note, action: log, with: { message: "{{ trigger.missedCount }} missed" } }]
`;

test('after hours of sleep, one run stands for the times that were missed', async () => {
  const pawl = await launchPawl();
  await importWorkflow(pawl, hourly);
  const sleptMs = 3 * 3_600_000 + 60_000;
  // The clock of a machine that has slept has gone on, and no timer has.
  await pawl.app.evaluate((_electron, ms) => {
    const awake = Date.now;
    Date.now = () => awake() + ms;
  }, sleptMs);
  await pawl.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
  await expect.poll(() => countRuns(pawl.home, 'Hourly')).toBe(1);
  const { items } = await askEngine(pawl.home, (client) => client.journal.list({ workflow: 'Hourly' }));
  expect(items[0]).toMatchObject({ verdict: 'started', data: { missedCount: expect.any(Number) } });
  expect(Number(items[0]?.data['missedCount'])).toBeGreaterThanOrEqual(2);
  // The screen is unlocked a moment later: nothing is left to be done.
  await pawl.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('unlock-screen'));
  await askEngine(pawl.home, (client) => client.triggers.list({}));
  expect(await countRuns(pawl.home, 'Hourly')).toBe(1);
  await pawl.quit();
});

test('a data folder that goes away is told in the window, and when it is back all goes on', async () => {
  const pawl = await launchPawl();
  const folder = await makeFolder();
  await importWorkflow(pawl, gatedWorkflow(path.join(folder, 'gate')));
  await pawl.page.getByRole('button', { name: 'Run Gated' }).click();
  await pawl.page.getByRole('button', { name: 'Run', exact: true }).click();
  const run = await whenAtTheGate(pawl.home);
  const away = `${pawl.home}-away`;
  await rename(pawl.home, away);
  const banner = pawl.page.getByRole('status').filter({ hasText: 'Trying again' });
  await expect(banner).toContainText('Bring the data folder back', { timeout: 30_000 });
  await expect(banner).toContainText(pawl.home);
  // Nothing is put where it was: it is to come back to that place.
  expect(existsSync(pawl.home)).toBe(false);

  await rename(away, pawl.home);
  await isShown(pawl.page);
  await writeFile(path.join(folder, 'gate'), '');
  await expect
    .poll(() => askEngine(pawl.home, async (client) => (await client.runs.get({ run })).state).catch(() => 'away'), { timeout: 30_000 })
    .toBe('completed');
  await pawl.quit();
});

test('a host file that a dead engine has left is no obstacle, and is replaced', async () => {
  const home = await makeFolder();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const stale = {
    pid,
    socket: path.join(home, 'pawl.sock'),
    token: 'of-the-dead',
    version: '0',
    startedAt: '2020-01-01T00:00:00.000Z',
    port: 7295,
  };
  await writeFile(path.join(home, 'host.json'), JSON.stringify(stale));
  await writeFile(stale.socket, '');
  const pawl = await launchPawl({ home });
  await isShown(pawl.page);
  const host = await readHost(home);
  expect(host?.pid).toBe(await pawl.app.evaluate(() => process.pid));
  expect(host?.token).not.toBe(stale.token);
  expect(await askEngine(home, async (client) => (await client.system.info()).pid)).toBe(host?.pid);
  await pawl.quit();
});

test('a host file with the number of a process that lives is no obstacle either', async () => {
  const home = await makeFolder();
  const stale = { pid: process.pid, socket: path.join(home, 'pawl.sock'), token: 'x', version: '0', startedAt: '2020-01-01T00:00:00.000Z' };
  await writeFile(path.join(home, 'host.json'), JSON.stringify(stale));
  const pawl = await launchPawl({ home });
  await isShown(pawl.page);
  expect((await readHost(home))?.pid).toBe(await pawl.app.evaluate(() => process.pid));
  await pawl.quit();
});

test('a step that was cut off waits for the person: on the badge, in the tray and in the inbox', async () => {
  test.skip(!onStandIn, 'only the stand-in tells what the tray and the badge show');
  const first = await launchPawl();
  await importWorkflow(first, gatedWorkflow('/nowhere').replace('    onInterrupted: retry\n', ''));
  await first.page.getByRole('button', { name: 'Run Gated' }).click();
  await first.page.getByRole('button', { name: 'Run', exact: true }).click();
  await whenAtTheGate(first.home);
  const main = first.app.process();
  const gone = once(main, 'exit');
  main.kill('SIGKILL');
  await gone;

  const second = await launchPawl({ home: first.home });
  await expect.poll(() => onDesktop(second.app, ({ badge }) => badge)).toBe(1);
  await expect.poll(() => trayLabels(second.app)).toContain('Waiting for you: 1');
  await onDesktop(second.app, ({ trays }) => [...trays][0]?.menu?.getMenuItemById('inbox')?.click());
  await expect(second.page.getByRole('main')).toContainText('Gated');
  await expect(second.page).toHaveURL(/#\/inbox/);
  const { items } = await askEngine(second.home, (client) => client.inbox.list({}));
  const [{ id, hash } = { id: '', hash: '' }] = items;
  await askEngine(second.home, (client) => client.inbox.answer({ item: id, decision: 'fail', hash }));
  await expect.poll(() => onDesktop(second.app, ({ badge }) => badge)).toBe(0);
  await second.quit();
});

test('programs are started by a small process of its own, which ends with the application', async () => {
  test.skip(process.platform !== 'linux', 'a fork costs the memory of the process only there');
  const pawl = await launchPawl();
  await importWorkflow(
    pawl,
    `pawl: 1
name: Parent
steps: [{ id: ask, action: shell.run, with: { command: "echo $PPID", parse: json } }]
outputs: { parent: "{{ steps.ask.output.data }}" }
`,
  );
  const parentOf = async (): Promise<unknown> => {
    const { runId } = await askEngine(pawl.home, (client) => client.runs.start({ source: { workflow: 'Parent' } }));
    await expect.poll(() => stateOf(pawl.home, runId)).toBe('completed');
    return (await askEngine(pawl.home, (client) => client.runs.get({ run: runId }))).outputs?.['parent'];
  };
  const main = await pawl.app.evaluate(() => process.pid);
  // The first ones are started before it is ready.
  await expect.poll(parentOf).not.toBe(main);
  const helper = Number(await parentOf());
  expect(existsSync(`/proc/${helper}`)).toBe(true);
  await pawl.quit();
  await expect.poll(() => existsSync(`/proc/${helper}`)).toBe(false);
});

async function stateOf(home: string, run: string): Promise<string> {
  return (await askEngine(home, (client) => client.runs.get({ run }))).state;
}
