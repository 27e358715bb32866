import { type BrowserWindow, globalShortcut } from 'electron';
import { createWindow } from './window.ts';

export interface QuickRun {
  show(): void;
  hide(): void;
  readonly window: BrowserWindow | undefined;
  /** Empty for none. False when the system or another application has it. */
  listen(shortcut: string): boolean;
  stop(): void;
}

/** The small window of the global shortcut: made at the first use, hidden as soon as it is left. */
export function createQuickRun(): QuickRun {
  let window: BrowserWindow | undefined;
  let current = '';

  function show(): void {
    if (window !== undefined && !window.isDestroyed()) {
      // A fresh page: what was typed the last time is not what is wanted now.
      window.webContents.reload();
      window.center();
      window.show();
      return;
    }
    const opened = createWindow({
      route: '/quick-run',
      title: 'Pawl quick run',
      width: 560,
      height: 380,
      frame: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
    });
    window = opened;
    opened.once('ready-to-show', () => opened.show());
    opened.on('blur', () => opened.hide());
    opened.on('closed', () => {
      if (window === opened) window = undefined;
    });
  }

  return {
    show,
    hide() {
      if (window?.isDestroyed() === false) window.hide();
    },
    get window() {
      return window?.isDestroyed() === true ? undefined : window;
    },
    listen(shortcut) {
      if (current !== '') globalShortcut.unregister(current);
      current = '';
      if (shortcut === '') return true;
      try {
        if (!globalShortcut.register(shortcut, show)) return false;
      } catch {
        // It is no accelerator at all.
        return false;
      }
      current = shortcut;
      return true;
    },
    stop() {
      globalShortcut.unregisterAll();
      if (window?.isDestroyed() === false) window.destroy();
    },
  };
}
