import type { Menu } from './menu.ts';
import type { Notification } from './notification.ts';
import type { Tray } from './tray.ts';

/** What the application has asked of the desktop. Tests reach it as `globalThis.standIn`, read it and click in it. */
export const record = {
  trays: new Set<Tray>(),
  applicationMenu: null as Menu | null,
  notifications: [] as Notification[],
  shortcuts: new Map<string, () => void>(),
  loginItem: { openAtLogin: false, args: [] as string[] },
  protocolClients: [] as string[],
  dialogs: [] as { kind: 'message' | 'open' | 'save' | 'error'; options: unknown }[],
  /** What dialogs are answered with from now on. */
  answers: { button: 0, checked: false, files: [] as string[], file: '' },
  trashed: [] as string[],
  shownInFolder: [] as string[],
  openedOutside: [] as string[],
  clipboard: '',
  badge: 0,
  relaunches: 0,
};

export type DesktopRecord = typeof record;
