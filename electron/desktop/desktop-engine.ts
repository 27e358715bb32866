import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '../app.ts';
import { type KeptApp, keepApp } from '../host/kept-app.ts';
import { type SocketServer, startSocketServer } from '../host/socket-server.ts';
import type { Platform } from '../platform/platform.ts';

interface DesktopEngineOptions {
  readonly dataDir: string;
  readonly platform: Platform;
  readonly version: string;
  readonly templatesDir: string;
  onFault(error: unknown): void;
  /** A client asked the engine to stop. */
  onShutdown(): void;
  /** Also when the data folder is open again. */
  onOpened(app: App): void;
  onLost(error: unknown): void;
  onGivenUp(error: unknown): void;
}

export interface DesktopEngine {
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
  let server: SocketServer | undefined;
  const kept = await openPatiently({
    ...options,
    work: 'all',
    reopens: true,
    onLost(error) {
      options.onLost(error);
      server?.suspend('The engine opens its data folder again.').catch(options.onFault);
    },
    onOpenedAgain(app) {
      server?.resume(app.router).catch(options.onFault);
      options.onOpened(app);
    },
  });
  server = await startSocketServer({ dataDir, router: kept.app.router, version, startedAt: Date.now() });
  options.onOpened(kept.app);
  return {
    async close(graceMs) {
      await server?.close();
      await kept.close(graceMs);
      await server?.removeHostFile();
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
