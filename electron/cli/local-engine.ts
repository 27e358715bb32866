import { createRouterClient } from '@orpc/server';
import type { App } from '../app.ts';
import { readHost } from '../host/host-file.ts';
import { notifyOfInbox } from '../host/inbox-notifications.ts';
import { keepApp } from '../host/kept-app.ts';
import { type Servers, startServers } from '../host/servers.ts';
import { windowLink } from '../host/window-link.ts';
import { createNodePlatform } from '../platform/node-platform.ts';
import { templatesFolder } from '../templates/templates.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';
import type { Link, Web, Work } from './link.ts';
import { openInBrowser } from './open-in-browser.ts';
import { version } from './version.ts';

/** Steps that other commands wait for end before this process does, however long they take. Timers know no more than this. */
const untilTheyEndMs = 2 ** 31 - 1;
const serviceGraceMs = 5000;

interface LocalEngineOptions {
  readonly dataDir: string;
  readonly work: Work;
  readonly web?: Web;
}

/**
 * Starts an engine in this process, unless another one has the data folder. One that works lets other commands be its clients. When the disk
 * fails, a service opens the data folder again as soon as it can; an engine that lives for a command ends with it.
 */
export async function openLocalEngine({ dataDir, work, web }: LocalEngineOptions): Promise<{ link: Link } | { lockedBy: unknown }> {
  const startedAt = Date.now();
  const stopAsked = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<never>();
  // Told to whoever waits for it; the engine may be closed before anybody does.
  failed.promise.catch(() => {});
  const driven = new Set<string>();
  const platform = createNodePlatform(process.env);
  let servers: Servers | undefined;
  let stopTelling = (): void => {};
  let hasFailed = false;
  let told = '';

  function fail(error: unknown): void {
    hasFailed = true;
    failed.reject(error);
  }
  function onLost(error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    if (why !== told) process.stderr.write(`pawl: ${why}\n`);
    told = why;
    servers?.suspend(`The engine opens its data folder again: ${why}`).catch(tellFault);
  }
  function onOpenedAgain(app: App): void {
    if (told !== '') process.stderr.write('pawl: the data folder is open again, and what was under way goes on\n');
    told = '';
    listen(app);
    servers?.resume(app).catch(tellFault);
  }
  function listen(app: App): void {
    app.engine.listen(({ runId }) => driven.add(runId));
    stopTelling();
    if (work !== 'all') return;
    const client = createRouterClient(app.router);
    stopTelling = notifyOfInbox({
      client,
      platform,
      isWanted: () => true,
      open: () => void openWindow(dataDir).catch(tellFault),
      onFault: tellFault,
    });
  }

  let kept: Awaited<ReturnType<typeof keepApp>>;
  try {
    kept = await keepApp({
      dataDir,
      platform,
      version,
      templatesDir: templatesFolder,
      work,
      reopens: work === 'all',
      onFault: tellFault,
      onShutdown: () => stopAsked.resolve(),
      onLost,
      onOpenedAgain,
      onGivenUp: (error) => fail(work === 'all' ? error : diskFailed(error)),
    });
  } catch (error) {
    if (isInUse(error)) return { lockedBy: error };
    throw error;
  }
  listen(kept.app);
  if (work !== 'none') {
    try {
      servers = await startServers({ dataDir, app: kept.app, version, startedAt, http: web, onFault: tellFault });
    } catch (error) {
      await kept.close(0);
      throw error;
    }
  }
  return {
    link: {
      get client() {
        return createRouterClient(kept.app.router);
      },
      remote: false,
      state: async () => 'open',
      stopAsked: stopAsked.promise,
      failed: failed.promise,
      drivenRuns: () => [...driven],
      async close() {
        stopTelling();
        // Nobody gets an answer from an engine that has failed.
        if (hasFailed) await servers?.suspend('The engine is stopping.');
        await servers?.close();
        // A service is killed by what stops it when it takes long; what it leaves is recorded, and goes on with the next start.
        await kept.close(work === 'all' ? serviceGraceMs : untilTheyEndMs);
        await servers?.removeHostFile();
      },
    },
  };
}

async function openWindow(dataDir: string): Promise<void> {
  const host = await readHost(dataDir);
  const link = host === undefined ? undefined : windowLink(host, Date.now());
  if (link !== undefined) await openInBrowser(link);
}

function diskFailed(error: unknown): CommandFailure {
  const message = error instanceof Error ? error.message : String(error);
  return new CommandFailure('ENGINE_LOST', message, exitCodes.unreachable, {
    hint: 'What had been accepted is kept: `pawl runs` lists it, `pawl resume <run>` goes on with a run. `pawl doctor` tells how the data folder stands.',
    cause: error,
  });
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'problem' in error && error.problem === 'in_use';
}

/** A fault of Pawl itself does not end what else runs; it must not pass unseen either. */
function tellFault(error: unknown): void {
  process.stderr.write(`pawl: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
