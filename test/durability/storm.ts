import { statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunRow } from '../../electron/store/runs-table.ts';
import type { Store } from '../../electron/store/store.ts';
import { agentSchema } from '../../shared/agents/agent.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { isTerminalRun } from '../../shared/run/status.ts';
import { compilePlan } from '../../shared/workflow/plan.ts';
import { type ClassCounts, checkEffects, checkOrder } from './check-effects.ts';
import { type BlindCounts, decideAll, findDecisions } from './decide-unknown.ts';
import { drain } from './drain.ts';
import { createEffectCounter } from './effects.ts';
import { type EngineUnderTest, spawnEngine } from './engine-under-test.ts';
import { helpOn } from './help-on.ts';
import { holdsText } from './holds-text.ts';
import { checkInvariants, type Violation } from './invariants.ts';
import { readLedger } from './ledger.ts';
import { createRandom, type Random } from './random.ts';
import { findSurvivors } from './survivors.ts';
import { makeWorkload, type Workload, worker } from './workload.ts';
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
  /** Steps that have succeeded, by kind. */
  readonly kinds: Map<string, number>;
}

const LIVE_RUNS = 6;
/** Long enough for an engine that starts on a busy machine. */
const IDLE_MS = 5000;
const DECIDE_EACH = 3;
const CANARY = 'canary-5f1d0c';

/** Layer C: a real engine is killed at moments from a seed, again and again, and started again on what it left. Then the faults stop. */
export async function runStorm(options: StormOptions): Promise<StormResult> {
  const { seed, kills } = options;
  const random = createRandom(seed);
  const world = makeWorld(`storm-${seed}`);
  const storm: Storm = {
    ...options,
    random,
    world,
    workload: makeWorkload(seed, world),
    acknowledged: new Set(),
    ended: new Map(),
    turns: [],
  };
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
  /** Workflows in the order in which they are run next: each has its turn. */
  readonly turns: string[];
}

function spawnIn({ world }: Storm): EngineUnderTest {
  return spawnEngine({ config: { dataDir: world.dataDir, hitsFile: world.hitsFile }, environment: { PAWL_CANARY: CANARY } });
}

async function importAll(storm: Storm): Promise<void> {
  const engine = spawnIn(storm);
  await engine.ready;
  const { client, close } = await engine.connect();
  for (const { text } of [storm.workload.helper, ...storm.workload.workflows]) await client.workflows.import({ text, trust: true });
  await client.agents.save({ agent: worker.name, definition: agentSchema.parse(worker) });
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
    await Promise.race([untilWorked(storm, engine, random.between(1, 8)), engine.ready.catch(() => undefined)]);
    await engine.kill();
    return;
  }
  await engine.ready;
  const { client, close } = await engine.connect();
  // What a person does falls on any moment, too; what comes too late is refused.
  const work = Promise.allSettled([
    admitSome(storm, client),
    decideAll(client, decisions, storm.blind),
    ...(random.chance(0.6) ? [helpOn(client)] : []),
    ...(random.chance(0.4) ? [meddle(storm, client)] : []),
  ]);
  // Now and then one lives long enough to get somewhere.
  await untilWorked(storm, engine, random.chance(0.15) ? random.between(60, 300) : random.between(1, 60));
  await wait(random.between(0, 20));
  await engine.kill();
  await work;
  close();
}

/**
 * How long a life is, is told in failpoints that the engine comes to, and not in time: a machine that is busy gives it none. Ends too when
 * there is nothing left to do.
 */
async function untilWorked({ world }: Storm, engine: EngineUnderTest, points: number): Promise<void> {
  const size = (): number => statSync(world.hitsFile, { throwIfNoEntry: false })?.size ?? 0;
  // A name is two or three letters and the end of its line.
  const goal = size() + 3 * points;
  let isOver = false;
  void engine.ended.then(() => {
    isOver = true;
  });
  let last = size();
  let movedAt = performance.now();
  while (!isOver && last < goal && performance.now() - movedAt < IDLE_MS) {
    await wait(5);
    const now = size();
    if (now !== last) movedAt = performance.now();
    last = now;
  }
}

async function admitSome({ random, workload, acknowledged, turns }: Storm, client: EngineClient): Promise<void> {
  const { counts } = await client.system.info();
  for (let live = counts.active + counts.queued; live < LIVE_RUNS; live++) {
    if (turns.length === 0) turns.push(...shuffled(workload.workflows, random).map(({ name }) => name));
    const { runId } = await client.runs.start({ source: { workflow: turns.pop() ?? '' } });
    acknowledged.add(runId);
  }
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((one) => ({ one, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** Cancels, pauses and resumes runs that are under way, and tries again those that have ended. */
async function meddle({ random, acknowledged }: Storm, client: EngineClient): Promise<void> {
  const { items } = await client.runs.list({ limit: 100 });
  const { live = [], over = [] } = Object.groupBy(items, ({ state }) => (isTerminalRun(state) ? 'over' : 'live'));
  for (const { runId: run, state } of live) {
    if (random.chance(0.1)) await client.runs.cancel({ run });
    else if (random.chance(0.2)) await (state === 'paused' ? client.runs.resume({ run }) : client.runs.pause({ run }));
  }
  if (over.length === 0 || random.chance(0.5)) return;
  const { runId: run } = random.pick(over);
  const { steps } = await client.runs.get({ run });
  const from = random.pick(steps).path;
  const { runId } = await client.runs.retry({ run, ...(from.includes('/') ? {} : { from }) });
  acknowledged.add(runId);
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
    for (const run of runs) countKinds(store, run, storm.kinds);
    return violations;
  });
  found.push(
    ...findSurvivors(world.ledgerFile).map((pid) => ({ invariant: 'I11' as const, detail: `process ${pid} outlives its engine` })),
  );
  if (holdsText(world.dataDir, CANARY)) found.push({ invariant: 'I13', detail: 'a variable of the engine got into the data folder' });
  return found;
}

function countKinds(store: Store, run: RunRow, kinds: Map<string, number>): void {
  const version = store.workflows.version(run.versionKey);
  if (version === undefined) return;
  const plan = compilePlan(version.document);
  for (const { path, status } of store.steps.list(run.key)) {
    const id = path.slice(path.lastIndexOf('/') + 1);
    const step = plan.byId.get(id);
    const kind = step === undefined ? 'call' : 'action' in step.step ? step.step.action : step.kind;
    if (status === 'succeeded') kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const told = store.events.after(run.key, 0).map(({ event }) => event.type);
  for (const type of new Set(told.filter((one) => one.startsWith('run.')))) kinds.set(type, (kinds.get(type) ?? 0) + 1);
  if (run.retryOf !== null) kinds.set('retry', (kinds.get('retry') ?? 0) + 1);
}

function facts(status: string, lastSeq: number): string {
  return `${status} after ${lastSeq} events`;
}
