import { connectToEngine } from '../../electron/cli/client.ts';
import { readHost } from '../../electron/host/host-file.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';

const timeoutMs = 10_000;

/** Asks the engine of a running application what is so, over the local socket that the command line uses: a page may show it later. */
export async function askEngine<T>(home: string, question: (client: EngineClient) => Promise<T>): Promise<T> {
  const host = await readHost(home);
  if (host === undefined) throw new Error(`No engine serves ${home}`);
  const reached = await connectToEngine(host, timeoutMs);
  if (!('connection' in reached)) throw new Error(`The engine of ${home}: ${reached.failure}`);
  try {
    return await question(reached.connection.client);
  } finally {
    reached.connection.close();
  }
}

/** How often a workflow has been started so far. */
export function countRuns(home: string, workflow: string): Promise<number> {
  return askEngine(home, async (client) => (await client.runs.list({ workflow, limit: 1000 })).items.length);
}
