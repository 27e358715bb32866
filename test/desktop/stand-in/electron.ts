// What `import … from 'electron'` gets. A name that is missing here fails where the main process is linked, with that name.
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { launchChromium } from './chromium.ts';
import {
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  nativeImage,
  powerMonitor,
  safeStorage,
  screen,
  shell,
} from './desktop-parts.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu, MenuItem } from './menu.ts';
import { nativeTheme } from './native-theme.ts';
import { Notification } from './notification.ts';
import { protocol, session } from './protocol.ts';
import { record } from './record.ts';
import { Tray } from './tray.ts';
import { utilityProcess } from './utility-process.ts';
import { browser, webContents } from './web-contents.ts';

export {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};

/** Starts Chromium and tells Playwright where it is. */
export async function start(): Promise<void> {
  Object.assign(globalThis, { standIn: record });
  browser.launching = launchChromium();
  browser.chromium = await browser.launching;
  await browser.chromium.send('Target.setDiscoverTargets', { discover: true });
  process.stderr.write(`\nDevTools listening on ${browser.chromium.url}\n`);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}

const electron = {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};
export default electron;
