import { setTimeout as wait } from 'node:timers/promises';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { type BlindCounts, decideAll, findDecisions } from './decide-unknown.ts';
import { spawnEngine } from './engine-under-test.ts';
import { helpOn } from './help-on.ts';
import type { World } from './world.ts';

const POLL_MS = 100;

/**
 * No more faults: an engine runs until each run has ended or waits for a person, who then decides by the ledger, until all have ended.
 * Returns the runs that were still under way after `limitMs` (I10).
 */
export async function drain(world: World, counts: BlindCounts, limitMs = 90_000): Promise<string[]> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    // What the person looks at lies still: the database is copied while no engine has it open.
    const decisions = findDecisions(world);
    const engine = spawnEngine({ config: { dataDir: world.dataDir, hitsFile: world.hitsFile } });
    await engine.ready;
    const { client, close } = await engine.connect();
    await decideAll(client, decisions, counts);
    const left = await untilQuiet(client, deadline);
    close();
    await engine.stop();
    if (engine.hasFault()) throw new Error(`An engine without faults told of one: ${engine.printed()}`);
    if (left.running.length > 0) return left.running;
    if (left.asked.length === 0) return [];
  }
}

async function untilQuiet(client: EngineClient, deadline: number): Promise<{ running: string[]; asked: string[] }> {
  for (;;) {
    await helpOn(client);
    const { items } = await client.runs.list({ limit: 500, states: ['queued', 'running', 'waiting', 'paused', 'needs_attention'] });
    const live = items.filter(({ state }) => !isTerminalRun(state));
    const asked = live.filter(({ state }) => state === 'needs_attention').map(({ runId }) => runId);
    // A parent waits for a child that waits for a person.
    const running = live.filter(({ state }) => state !== 'needs_attention');
    const blocked = asked.length > 0 && running.every(({ state }) => state === 'waiting' || state === 'queued');
    if (running.length === 0 || blocked || Date.now() > deadline) {
      return { running: blocked ? [] : running.map(({ runId, state }) => `${runId} ${state}`), asked };
    }
    await wait(POLL_MS);
  }
}
