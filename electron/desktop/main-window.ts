import { type BrowserWindow, nativeTheme, screen } from 'electron';
import { fitBounds, smallest } from './fit-bounds.ts';
import type { SettingsFile } from './settings.ts';
import { backgroundColor, createWindow } from './window.ts';

export interface MainWindow {
  /** In front, made anew when it has been closed. */
  show(): void;
  /** Made, and not shown: what a start at login does. */
  readonly window: BrowserWindow | undefined;
  /** The window may go: without this, closing it hides nothing but it asks `onClose`. */
  destroy(): void;
}

interface MainWindowOptions {
  readonly settings: SettingsFile;
  /** The person closed the window. */
  onClosed(): void;
}

export function keepMainWindow({ settings, onClosed }: MainWindowOptions): MainWindow {
  let window: BrowserWindow | undefined;
  nativeTheme.on('updated', () => window?.setBackgroundColor(backgroundColor()));

  function open(): BrowserWindow {
    const saved = settings.bounds;
    const screens = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
    const opened = createWindow({
      route: '/home',
      title: 'Pawl',
      minWidth: smallest.width,
      minHeight: smallest.height,
      ...fitBounds(saved, screens),
    });
    if (saved?.maximized === true) opened.maximize();
    opened.once('ready-to-show', () => opened.show());
    opened.on('close', () => settings.saveBounds({ ...opened.getNormalBounds(), maximized: opened.isMaximized() }));
    opened.on('closed', () => {
      if (window === opened) window = undefined;
      onClosed();
    });
    return opened;
  }

  return {
    get window() {
      return window?.isDestroyed() === true ? undefined : window;
    },
    show() {
      // One that is on its way out cannot be shown again.
      if (window === undefined || window.isDestroyed()) {
        window = open();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    destroy: () => window?.destroy(),
  };
}
