import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import type Electron from 'electron';
import type { CommandLine } from './command-line.ts';
import { LoudEmitter, loud } from './loud.ts';
import { record } from './record.ts';

type Offered =
  | 'exit'
  | 'getAppPath'
  | 'getLocale'
  | 'getName'
  | 'getPath'
  | 'getVersion'
  | 'isPackaged'
  | 'isReady'
  | 'quit'
  | 'relaunch'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'setBadgeCount'
  | 'setLoginItemSettings'
  | 'setName'
  | 'setPath'
  | 'whenReady'
  | 'enableSandbox'
  | 'setAppUserModelId';
type Paths = Parameters<Electron.App['getPath']>[0];

/** How the application ends its windows: `browser-window.ts` fills it in, which imports this file. */
export const windowsOfApp: { closeAll(): Promise<boolean>; endBrowser(): Promise<void> } = {
  closeAll: async () => true,
  endBrowser: async () => {},
};

class App extends LoudEmitter implements Pick<Electron.App, Offered> {
  isPackaged = false;
  #line: CommandLine | undefined;
  #name: string | undefined;
  #isReady = false;
  #isQuitting = false;
  #isExiting = false;
  #lock: Server | undefined;
  /** The first instance knows of this one. */
  #told = Promise.resolve();
  readonly #ready = Promise.withResolvers<void>();
  readonly #switches = new Map<string, string>();
  readonly #paths = new Map<string, string>();

  readonly commandLine = loud('app.commandLine', {
    appendSwitch: (name: string, value = '') => void this.#switches.set(name, value),
    hasSwitch: (name: string) => this.#switches.has(name),
    getSwitchValue: (name: string) => this.#switches.get(name) ?? '',
  }) satisfies Pick<Electron.CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue'>;

  configure(line: CommandLine): void {
    this.#line = line;
    for (const word of line.argv) {
      const match = /^--([^=]+)(?:=(.*))?$/.exec(word);
      if (match?.[1] !== undefined) this.#switches.set(match[1], match[2] ?? '');
    }
  }

  becomeReady(): void {
    this.#isReady = true;
    this.emit('ready', {}, {});
    this.#ready.resolve();
  }

  whenReady = (): Promise<void> => this.#ready.promise;
  isReady = (): boolean => this.#isReady;
  isQuitting = (): boolean => this.#isQuitting;
  isExiting = (): boolean => this.#isExiting;
  getName = (): string => this.#name ?? this.#line?.name ?? 'Electron';
  setName(name: string): void {
    this.#name = name;
  }
  getVersion = (): string => this.#line?.version ?? '0.0.0';
  getAppPath = (): string => this.#line?.appPath ?? process.cwd();
  getLocale = (): string => 'en-US';
  enableSandbox(): void {}
  setAppUserModelId(): void {}

  setPath(name: string, folder: string): void {
    this.#paths.set(name, folder);
  }

  getPath(name: Paths): string {
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    const config = process.env['XDG_CONFIG_HOME'] ?? path.join(homedir(), '.config');
    switch (name) {
      case 'home':
        return homedir();
      case 'appData':
        return config;
      case 'temp':
        return tmpdir();
      case 'exe':
        return process.execPath;
      case 'userData':
        return path.join(config, this.getName());
      case 'sessionData':
        return this.getPath('userData');
      case 'crashDumps':
        return path.join(this.getPath('sessionData'), 'Crashpad');
      default:
        throw new Error(`The stand-in for Electron has no path '${name}'`);
    }
  }

  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData');
    const holder = path.join(folder, 'SingletonLock');
    const socket = path.join(folder, 'SingletonSocket');
    mkdirSync(folder, { recursive: true });
    if (isHeld(holder)) {
      const told = connect(socket).end(JSON.stringify({ argv: process.argv, cwd: process.cwd() }));
      this.#told = finished(told).catch((error) => void process.stderr.write(`stand-in: the first instance: ${String(error)}\n`));
      return false;
    }
    writeFileSync(holder, String(process.pid));
    rmSync(socket, { force: true });
    this.#lock = createServer(async (connection) => {
      const { argv, cwd } = JSON.parse(await text(connection)) as { argv: string[]; cwd: string };
      await this.whenReady();
      this.emit('second-instance', {}, argv, cwd, null);
    });
    this.#lock.listen(socket).unref();
    process.once('exit', () => {
      for (const file of [holder, socket]) rmSync(file, { force: true });
    });
    return true;
  }

  quit(): void {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    void this.#quit().then((ended) => {
      this.#isQuitting = ended;
    });
  }

  async #quit(): Promise<boolean> {
    if (this.#isPrevented('before-quit')) return false;
    if (!(await windowsOfApp.closeAll())) return false;
    if (this.#isPrevented('will-quit')) return false;
    this.exit(0);
    return true;
  }

  #isPrevented(event: string): boolean {
    let prevented = false;
    this.emit(event, {
      preventDefault: () => {
        prevented = true;
      },
    });
    return prevented;
  }

  exit(code = 0): void {
    this.#isExiting = true;
    this.emit('quit', {}, code);
    void this.#told.then(windowsOfApp.endBrowser).finally(() => process.exit(code));
  }

  relaunch(): void {
    record.relaunches += 1;
  }
  setLoginItemSettings({ openAtLogin = false, args = [] }: Electron.Settings): void {
    record.loginItem = { openAtLogin, args };
  }
  setAsDefaultProtocolClient(protocol: string): boolean {
    record.protocolClients.push(protocol);
    return true;
  }
  setBadgeCount(count = 0): boolean {
    record.badge = count;
    return true;
  }
}

export const app = new App();
export const configure = (line: CommandLine): void => app.configure(line);

function isHeld(holder: string): boolean {
  try {
    process.kill(Number(readFileSync(holder, 'utf8')), 0);
    return true;
  } catch {
    // No file, or a process that is gone.
    return false;
  }
}
