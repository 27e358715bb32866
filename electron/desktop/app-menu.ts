import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopPage } from '../../shared/contract/desktop.ts';

export interface MenuActions {
  go(page: DesktopPage): void;
  openFile(): void;
  quickRun(): void;
}

/** The application's menu. Editing and window commands are the system's own. */
export function appMenu(
  os: NodeJS.Platform,
  isDevelopment: boolean,
  { go, openFile, quickRun }: MenuActions,
): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(os === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { id: 'open-file', label: 'Open workflow file…', accelerator: 'CommandOrControl+O', click: openFile },
        { id: 'quick-run', label: 'Quick run…', click: quickRun },
        separator,
        os === 'darwin' ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { id: 'go-home', label: 'Home', accelerator: 'CommandOrControl+1', click: () => go('home') },
        { id: 'go-workflows', label: 'Workflows', accelerator: 'CommandOrControl+2', click: () => go('workflows') },
        { id: 'go-runs', label: 'Runs', accelerator: 'CommandOrControl+3', click: () => go('runs') },
        { id: 'go-inbox', label: 'Inbox', accelerator: 'CommandOrControl+4', click: () => go('inbox') },
        { id: 'go-triggers', label: 'Triggers', accelerator: 'CommandOrControl+5', click: () => go('triggers') },
        { id: 'go-settings', label: 'Settings', accelerator: 'CommandOrControl+,', click: () => go('settings') },
        separator,
        { role: 'reload' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(isDevelopment ? [{ role: 'toggleDevTools' as const }] : []),
      ],
    },
    { role: 'windowMenu' },
  ];
}
