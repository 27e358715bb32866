import path from 'node:path';
import { expect, test } from '@playwright/test';
import { clickInTray, onDesktop, trayLabels } from './desktop-record.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, makeFolder, onStandIn, type Pawl } from './launch.ts';
import { failingWorkflow, gatedWorkflow } from './workflow-files.ts';

test.skip(!onStandIn, 'Electron shows trays and notifications; only the stand-in lets a test click them');

let pawl: Pawl;
test.beforeAll(async () => {
  pawl = await launchPawl();
  await importWorkflow(pawl, failingWorkflow);
  await importWorkflow(pawl, gatedWorkflow(path.join(await makeFolder(), 'gate')));
});
test.afterAll(() => pawl.quit());

test('the tray fires a manual trigger, and a failed run is told with a way to it', async () => {
  await pawl.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
  await expect.poll(() => trayLabels(pawl.app)).toContain('Run Fails');
  await clickInTray(pawl.app, 'fire:Fails/by_hand');
  const told = () => onDesktop(pawl.app, (desktop) => desktop.notifications.map(({ options }) => options.title));
  await expect.poll(told).toEqual(['Fails failed']);
  await onDesktop(pawl.app, (desktop) => desktop.notifications[0]?.click('Show'));
  await expect(pawl.page.getByRole('heading', { name: 'Fails' })).toBeVisible();
  await expect(pawl.page.getByRole('main')).toContainText('cannot go on');
});

test('the retry button of a notification runs the workflow again', async () => {
  await pawl.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
  await clickInTray(pawl.app, 'fire:Fails/by_hand');
  await expect.poll(() => onDesktop(pawl.app, (desktop) => desktop.notifications.length)).toBe(2);
  const before = pawl.page.url();
  await onDesktop(pawl.app, (desktop) => desktop.notifications[1]?.click('Retry'));
  await expect.poll(() => pawl.page.url()).not.toBe(before);
  await pawl.page.getByRole('link', { name: 'Runs' }).click();
  await expect(pawl.page.getByRole('link', { name: 'Fails' })).toHaveCount(3);
});

test('the tray shows what runs, and cancels it', async () => {
  await pawl.page.getByRole('link', { name: 'Workflows', exact: true }).click();
  await pawl.page.getByRole('button', { name: 'Run Gated' }).click();
  await pawl.page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(pawl.page.getByRole('button', { name: /Wait at the gate.*running/ })).toBeVisible();
  await expect.poll(() => trayLabels(pawl.app)).toContain('Gated (running)');
  const run = /[a-z0-9]+$/.exec(pawl.page.url())?.[0] ?? '';
  await clickInTray(pawl.app, `cancel:${run}`);
  await expect(pawl.page.getByRole('main')).toContainText('cancelled');
  await expect.poll(() => trayLabels(pawl.app)).toContain('Nothing is running');
});

test('closing the window leaves the engine at work, and the tray opens it again', async () => {
  await pawl.page.close();
  await expect.poll(() => pawl.app.windows().length).toBe(0);
  const opened = pawl.app.waitForEvent('window');
  await clickInTray(pawl.app, 'open');
  const page = await opened;
  await expect(page.getByRole('button', { name: 'Run Gated' })).toBeVisible();
});
