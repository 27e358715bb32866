import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { onDesktop } from './desktop-record.ts';
import { importWorkflow } from './import-workflow.ts';
import { configFolder, launchPawl, onStandIn, type Pawl } from './launch.ts';
import { failingWorkflow, gatedWorkflow } from './workflow-files.ts';

test.skip(!onStandIn, 'no test can press a global shortcut of the system');

let pawl: Pawl;
test.beforeAll(async () => {
  pawl = await launchPawl();
  await importWorkflow(pawl, gatedWorkflow('/nowhere'));
  await importWorkflow(pawl, failingWorkflow);
});
test.afterAll(() => pawl.quit());

const press = (shortcut: string) => onDesktop(pawl.app, (desktop, keys) => desktop.shortcuts.get(keys)?.(), shortcut);

async function pressInSettings(keys: string): Promise<void> {
  await pawl.page.getByRole('link', { name: 'Settings' }).click();
  await pawl.page.getByRole('button', { name: 'Change' }).click();
  await expect(pawl.page.getByLabel('Press the shortcut')).toBeFocused();
  await pawl.page.keyboard.press(keys);
}

test('the shortcut opens a small window: type, Enter, and the run is in the main window', async () => {
  const opened = pawl.app.waitForEvent('window');
  await press('CommandOrControl+Shift+Space');
  const quick = await opened;
  await expect(quick.getByRole('option')).toHaveCount(2);
  await quick.getByRole('combobox').fill('fail');
  await expect(quick.getByRole('option')).toHaveCount(1);
  await quick.keyboard.press('Enter');
  await expect(pawl.page.getByRole('heading', { name: 'Fails' })).toBeVisible();
  const visible = () =>
    pawl.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((window) => window.isVisible()).length);
  await expect.poll(visible).toBe(1);
});

test('another shortcut is set by pressing it', async () => {
  await pressInSettings('Control+Alt+KeyP');
  await expect(pawl.page.getByText('Ctrl+Alt+P')).toBeVisible();
  // The page shows the setting as soon as it is chosen, the desktop hears of it a moment later.
  await expect.poll(() => onDesktop(pawl.app, (desktop) => [...desktop.shortcuts.keys()])).toEqual(['CommandOrControl+Alt+P']);
});

test('a shortcut that is taken is refused, and the one before stays', async () => {
  await onDesktop(pawl.app, (desktop) => void desktop.shortcuts.set('CommandOrControl+Alt+T', () => {}));
  const shortcuts = () => onDesktop(pawl.app, (desktop) => [...desktop.shortcuts.keys()].sort());
  const before = await shortcuts();
  await pressInSettings('Control+Alt+KeyT');
  await expect(pawl.page.getByText('another application has it')).toBeVisible();
  await expect.poll(shortcuts).toEqual(before);
});

test('starting at login is written down, and taken back', async () => {
  await pawl.page.getByRole('link', { name: 'Settings' }).click();
  const entry = path.join(configFolder(pawl.home), 'autostart', 'pawl.desktop');
  test.skip(process.platform !== 'linux', 'other systems keep their own list of what starts at login');
  const startAtLogin = pawl.page.getByRole('switch', { name: 'Start at login' });
  await startAtLogin.press('Space');
  await expect.poll(() => readFile(entry, 'utf8').catch(() => '')).toContain('--hidden');
  await expect(startAtLogin).toBeChecked();
  await startAtLogin.press('Space');
  await expect.poll(() => existsSync(entry)).toBe(false);
});
