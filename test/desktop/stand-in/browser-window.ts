import type Electron from 'electron';
import { app, windowsOfApp } from './app.ts';
import { LoudEmitter } from './loud.ts';
import { nativeTheme } from './native-theme.ts';
import { browser, chromium, WebContents } from './web-contents.ts';

const windows = new Map<number, BrowserWindow>();
const focus: { window: BrowserWindow | null } = { window: null };

type Offered =
  | 'id'
  | 'show'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'restore'
  | 'minimize'
  | 'isMaximized'
  | 'maximize'
  | 'unmaximize'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setBounds'
  | 'getTitle'
  | 'setBackgroundColor'
  | 'isDestroyed'
  | 'close'
  | 'destroy'
  | 'center'
  | 'loadURL'
  | 'isFullScreen'
  | 'setTitle';

export class BrowserWindow extends LoudEmitter implements Pick<Electron.BrowserWindow, Offered> {
  static getAllWindows = (): BrowserWindow[] => [...windows.values()];
  static getFocusedWindow = (): BrowserWindow | null => focus.window;
  static fromId = (id: number): BrowserWindow | null => windows.get(id) ?? null;
  static fromWebContents = (contents: WebContents): BrowserWindow | null =>
    [...windows.values()].find((window) => window.webContents === contents) ?? null;

  readonly webContents: WebContents;
  readonly id: number;
  /** What the window was made with: tests look at its preferences. */
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly gone: Promise<void>;
  readonly #gone = Promise.withResolvers<void>();
  #bounds: Electron.Rectangle;
  #title: string;
  #isVisible: boolean;
  #isMinimized = false;
  #isMaximized = false;
  #isDestroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    this.options = options;
    this.gone = this.#gone.promise;
    const { x = 0, y = 0, width = 800, height = 600, show = true, title = app.getName() } = options;
    this.#bounds = { x, y, width, height };
    this.#title = title;
    this.#isVisible = show;
    this.webContents = new WebContents({
      preload: options.webPreferences?.preload,
      width,
      height,
      dark: nativeTheme.shouldUseDarkColors,
      titled: (text) => {
        this.#title = text;
      },
      readyToShow: () => void this.emit('ready-to-show', {}),
      close: () => this.close(),
    });
    this.id = this.webContents.id;
    windows.set(this.id, this);
    if (show) focus.window = this;
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
  }

  loadURL = (url: string): Promise<void> => this.webContents.loadURL(url);
  show(): void {
    this.#isMinimized = false;
    if (!this.#isVisible) {
      this.#isVisible = true;
      this.emit('show');
    }
    this.focus();
  }
  hide(): void {
    if (this.#isVisible) {
      this.#isVisible = false;
      this.emit('hide');
    }
    this.blur();
  }
  focus(): void {
    if (focus.window === this) return;
    const before = focus.window;
    focus.window = this;
    before?.emit('blur');
    this.emit('focus');
    app.emit('browser-window-focus', {}, this);
  }
  blur(): void {
    if (focus.window !== this) return;
    focus.window = null;
    this.emit('blur');
  }
  isVisible = (): boolean => this.#isVisible && !this.#isMinimized;
  isFocused = (): boolean => focus.window === this;
  minimize(): void {
    this.#isMinimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.#isMinimized = false;
    this.emit('restore');
  }
  isMinimized = (): boolean => this.#isMinimized;
  maximize(): void {
    this.#isMaximized = true;
    this.emit('maximize');
  }
  unmaximize(): void {
    this.#isMaximized = false;
    this.emit('unmaximize');
  }
  isMaximized = (): boolean => this.#isMaximized;
  isFullScreen = (): boolean => false;
  getBounds = (): Electron.Rectangle => ({ ...this.#bounds });
  getNormalBounds = (): Electron.Rectangle => this.getBounds();
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    const { x: left, y: top, width, height } = this.#bounds;
    const resized = this.webContents.attached.then(async () => {
      const { windowId } = await chromium().send('Browser.getWindowForTarget', { targetId: this.webContents.targetId });
      await chromium().send('Browser.setWindowBounds', { windowId, bounds: { left, top, width, height } });
    });
    resized.catch((error) => process.stderr.write(`stand-in: bounds: ${String(error)}\n`));
    this.emit('resize');
    this.emit('move');
    this.emit('resized');
    this.emit('moved');
  }
  center(): void {}
  getTitle = (): string => this.#title;
  setTitle(title: string): void {
    this.#title = title;
  }
  setBackgroundColor(): void {}
  setMenuBarVisibility(): void {}
  isDestroyed = (): boolean => this.#isDestroyed;

  close(): void {
    if (this.#isDestroyed) return;
    let prevented = false;
    this.emit('close', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    windows.delete(this.id);
    if (focus.window === this) focus.window = null;
    this.webContents.destroyed();
    // The page may be gone by itself.
    const closed = this.webContents.attached.then(() => chromium().send('Target.closeTarget', { targetId: this.webContents.targetId }));
    void closed.catch(() => {}).then(() => this.#wasClosed());
  }

  #wasClosed(): void {
    this.emit('closed');
    this.#gone.resolve();
    if (windows.size > 0 || app.isQuitting()) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  }
}

windowsOfApp.closeAll = async () => {
  const open = [...windows.values()];
  for (const window of open) window.close();
  if (windows.size > 0) return false;
  await Promise.all(open.map((window) => window.gone));
  return true;
};
windowsOfApp.endBrowser = async () => (await browser.launching)?.close();
