import { expect } from '@playwright/test';
import { connectToEngine } from '../../electron/cli/client.ts';
import { readHost } from '../../electron/host/host-file.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';

const timeoutMs = 10_000;

/** Asks the engine of a running application what is so, over the local socket that the command line uses: a page may show it later. */
export async function askEngine<T>(home: string, question: (client: EngineClient) => Promise<T>): Promise<T> {
  // The window is there before its engine is.
  await expect.poll(() => readHost(home).then((host) => host !== undefined), { message: `an engine serves ${home}` }).toBe(true);
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

/** Waits until a run of the workflow has come to the gate (see `gatedWorkflow`), and gives its id. */
export async function whenAtTheGate(home: string): Promise<string> {
  let atTheGate: string | undefined;
  const isThere = () =>
    askEngine(home, async (client) => {
      const { items } = await client.runs.list({ workflow: 'Gated', states: ['running'], limit: 1 });
      const run = items[0] && (await client.runs.get({ run: items[0].runId }));
      atTheGate = run?.runId;
      return run?.steps.some(({ id, state }) => id === 'hold' && state === 'running') ?? false;
    });
  await expect.poll(isThere).toBe(true);
  return atTheGate ?? '';
}
