import { fileURLToPath } from 'node:url';
import { createRouterClient } from '@orpc/server';
import { createApp } from '../app.ts';
import { startSocketServer } from '../host/socket-server.ts';
import { createNodePlatform } from '../platform/node-platform.ts';
import type { Link, Work } from './link.ts';
import { version } from './version.ts';

// The same place from the source and from the bundle: both lie two folders below the project.
const templatesDir = fileURLToPath(new URL('../../resources/templates', import.meta.url));

interface LocalEngineOptions {
  readonly dataDir: string;
  readonly work: Work;
}

/** Starts an engine in this process, unless another one has the data folder. One that works lets other commands be its clients. */
export async function openLocalEngine({ dataDir, work }: LocalEngineOptions): Promise<{ link: Link } | { lockedBy: unknown }> {
  const startedAt = Date.now();
  let app: Awaited<ReturnType<typeof createApp>>;
  try {
    app = await createApp({
      dataDir,
      platform: createNodePlatform(process.env),
      version,
      templatesDir,
      work,
      onFault: (error) =>
        process.stderr.write(`Pawl has met a fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
      onShutdown: () => void process.kill(process.pid, 'SIGTERM'),
    });
  } catch (error) {
    if (isInUse(error)) return { lockedBy: error };
    throw error;
  }
  const server = work === 'none' ? undefined : await startSocketServer({ dataDir, router: app.router, version, startedAt });
  return {
    link: {
      client: createRouterClient(app.router),
      remote: false,
      state: async () => 'open',
      async close() {
        await server?.close();
        await app.close();
        await server?.removeHostFile();
      },
    },
  };
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'problem' in error && error.problem === 'in_use';
}
