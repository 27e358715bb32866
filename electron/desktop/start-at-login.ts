import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { autostartEntry, hiddenSwitch } from './autostart-entry.ts';

/** Starts Pawl, without its window, when the person logs in. Throws what the file system refuses. */
export function setStartAtLogin(wanted: boolean): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: wanted, args: [hiddenSwitch] });
    return;
  }
  const file = path.join(app.getPath('appData'), 'autostart', 'pawl.desktop');
  if (!wanted) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, autostartEntry(process.env['APPIMAGE'] ?? app.getPath('exe'), app.isPackaged ? [] : [app.getAppPath()]));
}
