import { app, type BrowserWindow, dialog } from 'electron';
import type { ShellLog } from './shell-log.ts';

const most = 3;
const withinMs = 60_000;

/** A page that crashed is loaded again; everything it showed is in the database. One that keeps crashing is given up, and told. */
export function reloadCrashedPages(log: ShellLog, now: () => number): void {
  app.on('browser-window-created', (_event, window) => {
    let crashes: number[] = [];
    window.webContents.on('render-process-gone', (_gone, { reason, exitCode }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      log.write('page crashed', { reason, exitCode });
      crashes = [...crashes.filter((at) => now() - at < withinMs), now()];
      if (crashes.length <= most) window.webContents.reload();
      else giveUp(window);
    });
  });
}

function giveUp(window: BrowserWindow): void {
  window.destroy();
  dialog.showErrorBox(
    'Pawl cannot show its window',
    'It crashed several times in a minute. Workflows go on running; open it again from the tray.',
  );
}
