import path from 'node:path';
import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme } from 'electron';
import { appOrigin } from '../../shared/lib/window-port.ts';

export interface WindowOptions extends BrowserWindowConstructorOptions {
  /** Of the page, after the hash. */
  readonly route: string;
}

const icon = path.join(import.meta.dirname, '..', '..', 'resources', 'icons', 'icon.png');
const preload = path.join(import.meta.dirname, '..', 'preload', 'preload.cjs');

/** The page's background before it is drawn, so that a dark desktop sees no white flash. */
export function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff';
}

/** Every window of Pawl: no Node, an isolated and sandboxed page from our own scheme, and a preload script that hands over one port. */
export function createWindow({ route, ...options }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...options,
    // Elsewhere it comes from the program.
    ...(process.platform === 'linux' ? { icon } : {}),
    show: false,
    backgroundColor: backgroundColor(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
    },
  });
  window.loadURL(`${appOrigin}/index.html?desktop#${route}`).catch(() => {
    // Told by `did-fail-load`, or the window was closed meanwhile.
  });
  return window;
}
