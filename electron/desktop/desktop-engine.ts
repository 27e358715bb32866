import { setTimeout as delay } from 'node:timers/promises';
import type { LoopbackState } from '../../shared/contract/desktop.ts';
import type { App } from '../app.ts';
import { type KeptApp, keepApp } from '../host/kept-app.ts';
import type { Platform } from '../platform/platform.ts';
import { type DesktopServers, startDesktopServers } from './loopback-server.ts';

interface DesktopEngineOptions {
  readonly dataDir: string;
  readonly platform: Platform;
  readonly version: string;
  readonly templatesDir: string;
  /** Of the loopback server; undefined for none. Asked when the engine starts. */
  port(): number | undefined;
  onFault(error: unknown): void;
  /** A client asked the engine to stop. */
  onShutdown(): void;
  /** Also when the data folder is open again. */
  onOpened(app: App): void;
  onLost(error: unknown): void;
  onGivenUp(error: unknown): void;
}

export interface DesktopEngine {
  readonly loopback: LoopbackState;
  /** Starts the loopback server on a port, or stops it. Other commands have to connect again. */
  serveOn(port: number | undefined): Promise<void>;
  /** Steps under way get `graceMs` to end. */
  close(graceMs: number): Promise<void>;
}

const lockPollMs = 250;
const lockWaitMs = 5000;

/**
 * The engine in this process, which other commands reach over its local socket. Waits a little for a command that has the data folder for
 * itself. Throws DatabaseUnavailable.
 */
export async function openDesktopEngine(options: DesktopEngineOptions): Promise<DesktopEngine> {
  const { dataDir, version } = options;
  let servers: DesktopServers | undefined;
  let changing = Promise.resolve();
  const kept = await openPatiently({
    ...options,
    work: 'all',
    reopens: true,
    onLost(error) {
      options.onLost(error);
      servers?.suspend('The engine opens its data folder again.').catch(options.onFault);
    },
    onOpenedAgain(app) {
      servers?.resume(app).catch(options.onFault);
      options.onOpened(app);
    },
  });
  const startedAt = Date.now();
  const serve = (port: number | undefined): Promise<DesktopServers> =>
    startDesktopServers({ dataDir, app: kept.app, version, startedAt, onFault: options.onFault }, port);
  const first = await serve(options.port());
  servers = first;
  options.onOpened(kept.app);

  async function change(port: number | undefined): Promise<void> {
    await servers?.close();
    try {
      servers = await serve(port);
    } catch (error) {
      // Other commands are not to lose the engine for that.
      servers = await serve(undefined);
      throw error;
    }
  }
  return {
    get loopback() {
      return (servers ?? first).loopback;
    },
    serveOn(port) {
      // One after the other, whatever became of the one before.
      const changed = changing.then(() => change(port));
      changing = changed.catch(() => {});
      return changed;
    },
    async close(graceMs) {
      await changing;
      await servers?.close();
      await kept.close(graceMs);
      await servers?.removeHostFile();
    },
  };
}

async function openPatiently(options: Parameters<typeof keepApp>[0]): Promise<KeptApp> {
  for (let waitedMs = 0; ; waitedMs += lockPollMs) {
    try {
      return await keepApp(options);
    } catch (error) {
      if (!isInUse(error) || waitedMs >= lockWaitMs) throw error;
      await delay(lockPollMs);
    }
  }
}

export function isInUse(error: unknown): boolean {
  return error instanceof Error && 'problem' in error && error.problem === 'in_use';
}
