import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type Electron from 'electron';
import type { Chromium, Wire } from './chromium.ts';
import { ipcMain } from './ipc-main.ts';
import { LoudEmitter, loud } from './loud.ts';
import { askBeforeOpening } from './page/ask-before-opening.ts';
import { type FromPage, preloadWorld, type ToPage } from './page/preload-world.ts';
import { closePortsOf, MessagePortMain, portNamed } from './ports.ts';
import { defaultSession, fromChromium, handlerOf, toChromium } from './protocol.ts';

/** Chromium, once it is there, and the promise of it. `electron.ts` fills them in. */
export const browser: { chromium: Chromium | undefined; launching: Promise<Chromium> | undefined } = {
  chromium: undefined,
  launching: undefined,
};
export const allContents = new Map<number, WebContents>();

const isolatedWorld = 'Electron Isolated Context';
let lastId = 0;

export interface ContentsOptions {
  readonly preload: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
  /** The title of the page has changed. */
  titled(title: string): void;
  readyToShow(): void;
  close(): void;
}

/** One page, driven over the DevTools protocol. */
export class WebContents extends LoudEmitter {
  readonly id = ++lastId;
  readonly session = defaultSession;
  readonly mainFrame: { readonly url: string; readonly origin: string; readonly parent: null; readonly top: unknown };
  readonly attached: Promise<void>;
  targetId = '';
  readonly #options: ContentsOptions;
  #sessionId = '';
  #frameId = '';
  #url = '';
  #isOwnNavigation = false;
  #isDestroyed = false;
  #isShown = false;
  #isCrashed = false;
  #isLoading = true;
  #world: string | undefined;
  #waiting: ToPage[] = [];
  #openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined;

  constructor(options: ContentsOptions) {
    super();
    this.#options = options;
    const url = (): string => fromChromium(this.#url);
    this.mainFrame = loud('webFrameMain', {
      get url() {
        return url();
      },
      get origin() {
        const { protocol, host } = new URL(url());
        return `${protocol}//${host}`;
      },
      parent: null,
      top: null,
    });
    allContents.set(this.id, this);
    this.attached = this.#attach();
    this.attached.catch((error) => {
      if (!this.#isDestroyed) process.stderr.write(`stand-in: ${String(error)}\n`);
    });
  }

  async #attach(): Promise<void> {
    const { width, height, dark, preload } = this.#options;
    const { targetId } = await chromium().send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height });
    this.targetId = targetId;
    ({ sessionId: this.#sessionId } = await chromium().send('Target.attachToTarget', { targetId, flatten: true }));
    this.#listen();
    const { frameTree } = await this.send('Page.getFrameTree');
    this.#frameId = frameTree.frame.id;
    await this.send('Page.enable');
    await this.send('Runtime.addBinding', { name: 'standInSend', executionContextName: isolatedWorld });
    await this.send('Runtime.addBinding', { name: 'standInOpen' });
    await this.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${askBeforeOpening})()` });
    await this.send('Runtime.enable');
    await this.setDark(dark);
    if (preload !== undefined) {
      const script = readFileSync(preload, 'utf8');
      await this.send('Page.addScriptToEvaluateOnNewDocument', {
        worldName: isolatedWorld,
        // A preload script runs in the main frame alone.
        source: `if (window === top && location.href !== 'about:blank') (function (require, module, exports) {${script}\n})((${preloadWorld})(), { exports: {} }, {});`,
      });
    }
    await this.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] });
  }

  #listen(): void {
    const on = (method: string, listener: (params: Wire) => void): void => chromium().on(this.#sessionId, method, listener);
    on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== isolatedWorld || context.auxData?.frameId !== this.#frameId) return;
      this.#world = context.uniqueId;
      for (const message of this.#waiting.splice(0)) this.#deliver(message);
    });
    on('Runtime.executionContextsCleared', () => {
      this.#world = undefined;
      closePortsOf(this);
    });
    on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === 'standInOpen') this.#opens(payload);
      else this.#fromPage(JSON.parse(payload) as FromPage);
    });
    on('Fetch.requestPaused', (params) => void this.#answer(params));
    on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.#url = frame.url + (frame.urlFragment ?? '');
    });
    on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === this.#frameId) this.#url = url;
    });
    on('Page.loadEventFired', () => void this.#loaded());
    on('Runtime.consoleAPICalled', ({ type, args }) => {
      this.emit('console-message', { level: type, message: args.map((one: Wire) => one.value ?? one.description).join(' ') });
    });
    on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
      this.emit('console-message', { level: 'error', message: exceptionDetails.exception?.description ?? exceptionDetails.text });
    });
    // Told by the browser: a page that is gone does not always tell by itself.
    chromium().on('', 'Target.targetCrashed', ({ targetId }) => {
      if (targetId === this.targetId && !this.#isDestroyed) this.#crashed();
    });
  }

  #crashed(): void {
    this.#isCrashed = true;
    this.#isLoading = true;
    this.#world = undefined;
    closePortsOf(this);
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 });
  }

  async #loaded(): Promise<void> {
    if (this.#url === 'about:blank' || this.#url === '') return;
    const { result } = await this.send('Runtime.evaluate', { expression: 'document.title' });
    this.#options.titled(String(result.value));
    this.#isLoading = false;
    this.emit('did-finish-load', {});
    if (this.#isShown) return;
    this.#isShown = true;
    this.#options.readyToShow();
  }

  /** Every request of the page comes by here: own schemes are answered, a navigation that the page has begun asks first. */
  async #answer({ requestId, request, resourceType, frameId }: Wire): Promise<void> {
    const url = fromChromium(request.url + (request.urlFragment ?? ''));
    try {
      if (resourceType === 'Document' && frameId === this.#frameId && !this.#mayNavigate(url)) {
        await this.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
      const handler = handlerOf(url);
      if (handler === undefined) {
        await this.send('Fetch.continueRequest', { requestId });
        return;
      }
      const response = await handler(
        new Request(url, {
          method: request.method,
          headers: request.headers,
          ...(request.postData === undefined ? {} : { body: request.postData }),
        }),
      );
      await this.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: response.status,
        responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
        body: Buffer.from(await response.arrayBuffer()).toString('base64'),
      });
    } catch (error) {
      if (this.#isDestroyed) return;
      process.stderr.write(`stand-in: ${url}: ${String(error)}\n`);
      await this.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }).catch(() => {});
    }
  }

  #mayNavigate(url: string): boolean {
    const withoutHash = (address: string): string => address.replace(/#.*$/, '');
    const isReload = withoutHash(url) === withoutHash(fromChromium(this.#url));
    if (this.#isOwnNavigation || isReload) {
      this.#isOwnNavigation = false;
      return true;
    }
    let allowed = true;
    this.emit('will-navigate', {
      url,
      isSameDocument: false,
      isMainFrame: true,
      preventDefault: () => {
        allowed = false;
      },
    });
    return allowed;
  }

  #fromPage(message: FromPage): void {
    if (message.type === 'data') return portNamed(message.port)?.arrived(message.data);
    if (message.type === 'closed') return portNamed(message.port)?.closed();
    const ports = message.ports.map((name) => new MessagePortMain(this, name, (data) => this.#toPage({ port: name, data })));
    ipcMain.emit(message.channel, { sender: this, senderFrame: this.mainFrame, ports }, message.message);
  }

  #toPage(message: ToPage): void {
    if (this.#isDestroyed) return;
    if (this.#world === undefined) this.#waiting.push(message);
    else this.#deliver(message);
  }

  #deliver(message: ToPage): void {
    const expression = `standInReceive(${JSON.stringify(message)})`;
    // The page may be gone by the time it arrives; its ports are closed then.
    this.send('Runtime.evaluate', { uniqueContextId: this.#world, expression }).catch(() => {});
  }

  send(method: string, params?: object): Promise<Wire> {
    return chromium().send(method, params, this.#sessionId);
  }

  async loadURL(url: string): Promise<void> {
    await this.attached;
    this.#isLoading = true;
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    this.#isOwnNavigation = true;
    const { errorText } = await this.send('Page.navigate', { url: toChromium(url) });
    if (errorText) throw new Error(`${errorText} loading '${url}'`);
    await loaded;
  }

  reload(): void {
    this.#isOwnNavigation = true;
    this.#isLoading = true;
    // A crashed page does not answer to a reload.
    const again = this.#isCrashed ? this.send('Page.navigate', { url: this.#url }) : this.send('Page.reload');
    this.#isCrashed = false;
    again.catch((error) => process.stderr.write(`stand-in: reload: ${String(error)}\n`));
  }

  /** As in Electron, a page that is still loading is waited for. */
  async executeJavaScript(code: string): Promise<unknown> {
    if (this.#isLoading) await once(this, 'did-finish-load');
    const leaving = new AbortController();
    // A page that crashes answers nothing any more.
    const crashed = once(this, 'render-process-gone', { signal: leaving.signal }).then(() => {
      throw new Error('The page has crashed');
    });
    crashed.catch(() => {});
    const evaluated = this.send('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true });
    const { result, exceptionDetails } = await Promise.race([evaluated, crashed]).finally(() => leaving.abort());
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** The page wants a window. It has got none already: what the application answers is only checked. */
  #opens(url: string): void {
    const answer = this.#openHandler?.({
      url,
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: '', policy: 'default' },
    });
    if (answer?.action !== 'deny') process.stderr.write('stand-in: the application allows a new window, which the stand-in cannot show\n');
  }

  async setDark(dark: boolean): Promise<void> {
    await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] });
  }

  getURL = (): string => fromChromium(this.#url);
  isDestroyed = (): boolean => this.#isDestroyed;
  setWindowOpenHandler(handler: NonNullable<Parameters<Electron.WebContents['setWindowOpenHandler']>[0]>): void {
    this.#openHandler = handler;
  }
  forcefullyCrashRenderer(): void {
    // Never answered: the page is gone.
    this.send('Page.crash').catch(() => {});
  }
  setVisualZoomLevelLimits(): Promise<void> {
    return Promise.resolve();
  }
  toggleDevTools(): void {}
  openDevTools(): void {}
  close(): void {
    this.#options.close();
  }

  destroyed(): void {
    this.#isDestroyed = true;
    allContents.delete(this.id);
    closePortsOf(this);
    this.emit('destroyed');
    chromium().forget(this.#sessionId);
  }
}

export const webContents = loud('webContents', {
  getAllWebContents: () => [...allContents.values()],
  fromId: (id: number) => allContents.get(id),
  fromDevToolsTargetId: (targetId: string) => [...allContents.values()].find((contents) => contents.targetId === targetId),
});

export function chromium(): Chromium {
  if (browser.chromium === undefined) throw new Error('Chromium has not been started');
  return browser.chromium;
}
