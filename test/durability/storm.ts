import { setTimeout as wait } from 'node:timers/promises';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { type ClassCounts, checkEffects, checkOrder } from './check-effects.ts';
import { type BlindCounts, decideAll, findDecisions } from './decide-unknown.ts';
import { drain } from './drain.ts';
import { createEffectCounter } from './effects.ts';
import { type EngineUnderTest, spawnEngine } from './engine-under-test.ts';
import { holdsText } from './holds-text.ts';
import { checkInvariants, type Violation } from './invariants.ts';
import { readLedger } from './ledger.ts';
import { createRandom, type Random } from './random.ts';
import { findSurvivors } from './survivors.ts';
import { makeWorkload, type Workload } from './workload.ts';
import { makeWorld, type World } from './world.ts';

export interface StormResult {
  readonly kills: number;
  readonly admitted: number;
  readonly ended: number;
  readonly violations: readonly Violation[];
  /** The data folder and everything beside it; kept when something is wrong. */
  readonly folder: string;
}

export interface StormOptions {
  readonly seed: number;
  readonly kills: number;
  /** Added to. */
  readonly counts: ClassCounts;
  readonly blind: BlindCounts;
  readonly hits: Map<string, number>;
}

const LIVE_RUNS = 6;
const DECIDE_EACH = 3;
const CANARY = 'canary-5f1d0c';

/** Layer C: a real engine is killed at moments from a seed, again and again, and started again on what it left. Then the faults stop. */
export async function runStorm(options: StormOptions): Promise<StormResult> {
  const { seed, kills } = options;
  const random = createRandom(seed);
  const world = makeWorld(`storm-${seed}`);
  const storm: Storm = { ...options, random, world, workload: makeWorkload(seed, world), acknowledged: new Set(), ended: new Map() };
  const violations: Violation[] = [];
  await importAll(storm);
  for (let kill = 1; kill <= kills; kill++) {
    await oneLife(storm, kill);
    violations.push(...checkAfterKill(storm));
    if (violations.length > 0) break;
  }
  if (violations.length === 0) {
    const left = await drain(world, options.blind);
    violations.push(...left.map((detail) => ({ invariant: 'I10' as const, detail: `still under way: ${detail}` })));
    violations.push(...checkAtEnd(storm));
  }
  for (const [point, count] of world.hits()) options.hits.set(point, (options.hits.get(point) ?? 0) + count);
  if (violations.length === 0) world.remove();
  return { kills, admitted: storm.acknowledged.size, ended: storm.ended.size, violations, folder: world.folder };
}

interface Storm extends StormOptions {
  readonly random: Random;
  readonly world: World;
  readonly workload: Workload;
  /** Runs whose admission was answered: the log that no engine can lose. */
  readonly acknowledged: Set<string>;
  /** Runs that were seen to have ended, and how. */
  readonly ended: Map<string, string>;
}

function spawnIn({ world }: Storm): EngineUnderTest {
  return spawnEngine({ config: { dataDir: world.dataDir, hitsFile: world.hitsFile }, environment: { PAWL_CANARY: CANARY } });
}

async function importAll(storm: Storm): Promise<void> {
  const engine = spawnIn(storm);
  await engine.ready;
  const { client, close } = await engine.connect();
  for (const { text } of [storm.workload.helper, ...storm.workload.workflows]) await client.workflows.import({ text, trust: true });
  close();
  await engine.stop();
}

/** From the start of an engine to its death: while it recovers, or while it works and runs are admitted. */
async function oneLife(storm: Storm, kill: number): Promise<void> {
  const { random } = storm;
  const decisions = kill % DECIDE_EACH === 0 ? findDecisions(storm.world) : [];
  const engine = spawnIn(storm);
  const whileItStarts = random.chance(0.2);
  if (whileItStarts) {
    await Promise.race([wait(random.between(150, 700)), engine.ready.catch(() => undefined)]);
    await engine.kill();
    return;
  }
  await engine.ready;
  const { client, close } = await engine.connect();
  const work = Promise.allSettled([admitSome(storm, client), decideAll(client, decisions, storm.blind)]);
  // Now and then one lives long enough to get somewhere.
  await wait(random.chance(0.1) ? random.between(500, 2500) : random.between(5, 500));
  await engine.kill();
  await work;
  close();
}

async function admitSome({ random, workload, acknowledged }: Storm, client: EngineClient): Promise<void> {
  const { counts } = await client.system.info();
  for (let live = counts.active + counts.queued; live < LIVE_RUNS; live++) {
    const { runId } = await client.runs.start({ source: { workflow: random.pick(workload.workflows).name } });
    acknowledged.add(runId);
  }
}

function checkAfterKill(storm: Storm): Violation[] {
  const { world, ended, acknowledged } = storm;
  return world.look(
    (store) => {
      const all = store.runs.list({ limit: -1 });
      const fresh = all.filter(({ id }) => !ended.has(id));
      const live = fresh.filter(({ status }) => !isTerminalRun(status));
      const found = [...checkInvariants(store, fresh), ...checkOrder(store, live, readLedger(world.ledgerFile))];
      const known = new Set(all.map(({ id }) => id));
      for (const id of acknowledged) if (!known.has(id)) found.push({ invariant: 'I2', detail: `run ${id} was accepted and is gone` });
      for (const run of fresh) if (isTerminalRun(run.status)) ended.set(run.id, facts(run.status, store.events.lastSeq(run.key)));
      return found;
    },
    { asCopy: true },
  );
}

function checkAtEnd(storm: Storm): Violation[] {
  const { world, ended, acknowledged, counts } = storm;
  const found = world.look((store) => {
    const runs = store.runs.list({ limit: -1 });
    const ledger = readLedger(world.ledgerFile);
    const violations = [...checkInvariants(store), ...checkEffects(store, runs, createEffectCounter(store, ledger), counts)];
    const byId = new Map(runs.map((run) => [run.id, run]));
    for (const [id, before] of ended) {
      const run = byId.get(id);
      const now = run === undefined ? 'gone' : facts(run.status, store.events.lastSeq(run.key));
      if (now !== before) violations.push({ invariant: 'I9', detail: `run ${id} had ended (${before}) and is now ${now}` });
    }
    for (const id of acknowledged) if (!byId.has(id)) violations.push({ invariant: 'I2', detail: `run ${id} was accepted and is gone` });
    for (const { id, status } of runs) ended.set(id, status);
    return violations;
  });
  found.push(
    ...findSurvivors(world.ledgerFile).map((pid) => ({ invariant: 'I11' as const, detail: `process ${pid} outlives its engine` })),
  );
  if (holdsText(world.dataDir, CANARY)) found.push({ invariant: 'I13', detail: 'a variable of the engine got into the data folder' });
  return found;
}

function facts(status: string, lastSeq: number): string {
  return `${status} after ${lastSeq} events`;
}
