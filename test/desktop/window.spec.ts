import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { whenAtTheGate } from './ask-engine.ts';
import { onDesktop } from './desktop-record.ts';
import { importWorkflow } from './import-workflow.ts';
import { launchPawl, onStandIn } from './launch.ts';
import { isShown } from './look.ts';
import { gatedWorkflow } from './workflow-files.ts';

test('the window opens where and as large as it was left', async () => {
  const first = await launchPawl();
  await isShown(first.page);
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 40, width: 900, height: 600 }));
  await first.quit();
  const second = await launchPawl({ home: first.home });
  const bounds = () => second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  await expect.poll(bounds).toEqual({ x: 60, y: 40, width: 900, height: 600 });
  await second.quit();
});

test('a page that crashes is loaded again, and nothing is lost', async () => {
  const pawl = await launchPawl();
  await importWorkflow(pawl, gatedWorkflow('/nowhere'));
  await pawl.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  // The page that Playwright knows has crashed with it: the main process tells what the new one shows.
  const log = path.join(pawl.home, 'logs', 'desktop.jsonl');
  await expect.poll(() => readFile(log, 'utf8').catch(() => '')).toContain('page crashed');
  const answered = () =>
    pawl.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return window?.webContents.executeJavaScript("document.body.innerText.includes('Gated')").catch(() => false);
    });
  await expect.poll(answered).toBe(true);
  await pawl.quit();
});

test('dark mode follows the setting at once and stays', async () => {
  const first = await launchPawl();
  await first.page.getByRole('link', { name: 'Settings' }).click();
  await first.page.getByText('Dark', { exact: true }).click();
  const isDark = () => first.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await expect.poll(isDark).toBe(true);
  await first.quit();
  const second = await launchPawl({ home: first.home });
  await expect(second.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await second.quit();
});

test('quitting tells what is still running, and may be called off', async () => {
  test.skip(!onStandIn, 'the question is a dialog of the system');
  const pawl = await launchPawl();
  await importWorkflow(pawl, gatedWorkflow('/nowhere'));
  await pawl.page.getByRole('button', { name: 'Run Gated' }).click();
  await pawl.page.getByRole('button', { name: 'Run', exact: true }).click();
  await whenAtTheGate(pawl.home);
  await onDesktop(pawl.app, (desktop) => {
    desktop.answers.button = 2;
  });
  await pawl.app.evaluate(({ app }) => app.quit());
  const asked = () => onDesktop(pawl.app, (desktop) => JSON.stringify(desktop.dialogs));
  await expect.poll(asked).toMatch(/1 run is still under way.*Gated: running/);
  expect(await whenAtTheGate(pawl.home)).not.toBe('');
  await isShown(pawl.page);
  await pawl.quit();
});

test('the engine is there for the command line while the window is', async () => {
  const pawl = await launchPawl();
  await isShown(pawl.page);
  const host = JSON.parse(await readFile(path.join(pawl.home, 'host.json'), 'utf8')) as { pid: number };
  expect(host.pid).toBe(await pawl.app.evaluate(() => process.pid));
  await pawl.quit();
  await expect(readFile(path.join(pawl.home, 'host.json'))).rejects.toThrow('ENOENT');
});
