import { createRouterClient } from '@orpc/server';
import { createApp } from '../app.ts';
import { startSocketServer } from '../host/socket-server.ts';
import { createNodePlatform } from '../platform/node-platform.ts';
import { templatesFolder } from '../templates/templates.ts';
import type { Link, Work } from './link.ts';
import { version } from './version.ts';

/** Steps that other commands wait for end before this process does, however long they take. Timers know no more than this. */
const untilTheyEndMs = 2 ** 31 - 1;
const serviceGraceMs = 5000;

interface LocalEngineOptions {
  readonly dataDir: string;
  readonly work: Work;
}

/** Starts an engine in this process, unless another one has the data folder. One that works lets other commands be its clients. */
export async function openLocalEngine({ dataDir, work }: LocalEngineOptions): Promise<{ link: Link } | { lockedBy: unknown }> {
  const startedAt = Date.now();
  const stopAsked = Promise.withResolvers<void>();
  let app: Awaited<ReturnType<typeof createApp>>;
  try {
    app = await createApp({
      dataDir,
      platform: createNodePlatform(process.env),
      version,
      templatesDir: templatesFolder,
      work,
      onFault: tellFault,
      onShutdown: () => stopAsked.resolve(),
    });
  } catch (error) {
    if (isInUse(error)) return { lockedBy: error };
    throw error;
  }
  const driven = new Set<string>();
  app.engine.listen(({ runId }) => driven.add(runId));
  const server = work === 'none' ? undefined : await startSocketServer({ dataDir, router: app.router, version, startedAt });
  return {
    link: {
      client: createRouterClient(app.router),
      remote: false,
      state: async () => 'open',
      stopAsked: stopAsked.promise,
      drivenRuns: () => [...driven],
      async close() {
        await server?.close();
        // A service is killed by what stops it when it takes long; what it leaves is recorded, and goes on with the next start.
        await app.close(work === 'all' ? serviceGraceMs : untilTheyEndMs);
        await server?.removeHostFile();
      },
    },
  };
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'problem' in error && error.problem === 'in_use';
}

/** A fault of Pawl itself does not end what else runs; it must not pass unseen either. */
function tellFault(error: unknown): void {
  process.stderr.write(`pawl: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
