import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { readStartTime } from '../../electron/executors/process/start-time.ts';
import { until } from '../support/until.ts';
import { type Check, check, expectThat } from './check.ts';
import { type EngineUnderTest, spawnEngine } from './engine-under-test.ts';
import { findSurvivors } from './survivors.ts';
import { finishSoundly } from './whole-check.ts';
import { effectScript } from './workload.ts';
import { makeWorld, type World } from './world.ts';

/** Nothing of a step may outlive its end, or the restart after a crash, by more than this. */
const REAP_LIMIT_MS = 5000;

/** What a command leaves running: `nap` sleeps under a name by which it is found. */
const trees: Readonly<Record<string, (nap: string) => string>> = {
  'a child': (nap) => nap,
  'a background child': (nap) => `${nap} & wait`,
  'a double fork': (nap) => `( (${nap} &) & ); sleep 60`,
  'a session of its own': (nap) => `setsid ${nap} & sleep 60`,
  'a double fork into a session of its own': (nap) => `(setsid sh -c '${nap} & wait' &); sleep 60`,
  'a child that ignores TERM': (nap) => `trap '' TERM; ${nap}`,
};

/** Layer H: what a step has started is ended when the engine that started it is gone, and nobody else's process is. Without `all`: the two trees that leave the group. */
export async function runProcessFaults(all: boolean): Promise<Check[]> {
  if (process.platform !== 'linux') return [{ name: 'process trees', ok: true, detail: '', skipped: 'processes are found in /proc' }];
  const checks: Check[] = [];
  for (const [name, tree] of Object.entries(trees)) {
    if (!all && !name.includes('session')) continue;
    checks.push(await check(`${name} is ended at the restart after a crash`, () => endedAfterCrash(tree)));
    checks.push(await check(`${name} is ended when its run is cancelled`, () => endedAfterCancel(tree)));
    checks.push(await check(`${name} of the spawn helper is ended at the restart after a crash`, () => endedAfterCrash(tree, 'helper')));
    checks.push(await check(`${name} of the spawn helper is ended when its run is cancelled`, () => endedAfterCancel(tree, 'helper')));
  }
  checks.push(await check('what a killed spawn helper had started is asked about', killedHelper));
  checks.push(await check('an attempt that has seen three engines go is not started again unasked, and other runs go on', threeCrashes));
  checks.push(await check('a process that has got the number of one of ours is left alone', reusedNumber));
  return checks;
}

interface Begun {
  readonly world: World;
  readonly engine: EngineUnderTest;
  readonly runId: string;
  /** How long the naps are: a number that no other process sleeps for. */
  readonly name: string;
  /** The number of the spawn helper, where the command is its child. */
  readonly helper: number | undefined;
}

type SpawnedBy = 'engine' | 'helper';

async function begin(tree: (nap: string) => string, spawnedBy: SpawnedBy = 'engine', onInterrupted = 'fail'): Promise<Begun> {
  const world = makeWorld('processes', 0);
  const name = `60.${process.pid}${Math.floor(performance.now())}`;
  const engine = spawnEngine({ config: { dataDir: world.dataDir, hitsFile: world.hitsFile } });
  await engine.ready;
  const { client } = await engine.connect();
  const helper = spawnedBy === 'helper' ? await findHelper(engine, world) : undefined;
  const step = { id: 'leave', action: 'shell.run', with: { command: tree(`sleep ${name}`) }, onInterrupted };
  const text = JSON.stringify({ name: 'processes', steps: [step], settings: { workingDirectory: world.workspace } });
  const { runId } = await client.runs.start({ source: { text } });
  await until(() => sleepers(name).length > 0, 'the command');
  return { world, engine, runId, name, helper };
}

/** The engine starts its first programs itself: asks them who their parent is, until it is another. */
async function findHelper(engine: EngineUnderTest, world: World): Promise<number> {
  const { client } = await engine.connect();
  const command = `sh '${effectScript}' '${world.ledgerFile}' 0 0; echo $PPID`;
  const steps = [{ id: 'parent', action: 'shell.run', with: { command, parse: 'json' } }];
  const outputs = { parent: '{{steps.parent.output.data}}' };
  const text = JSON.stringify({ name: 'parent', steps, outputs, settings: { workingDirectory: world.workspace } });
  let parent = 0;
  await until(async () => {
    const { runId } = await client.runs.start({ source: { text } });
    await until(async () => (await client.runs.get({ run: runId })).state === 'completed', 'the name of the parent');
    parent = Number((await client.runs.get({ run: runId })).outputs?.['parent']);
    return !engine.printed().includes(`process ${parent}\n`);
  }, 'a command that the helper has started');
  return parent;
}

const sleepers = (name: string): number[] => findSurvivors(`sleep\0${name}`);

async function endedAfterCrash(tree: (nap: string) => string, spawnedBy?: SpawnedBy): Promise<string> {
  const { world, engine, name, helper } = await begin(tree, spawnedBy);
  await engine.kill();
  if (helper !== undefined) await until(async () => (await readStartTime(helper)) === undefined, 'the end of the helper');
  expectThat(sleepers(name).length > 0, 'the command ended with the engine, which proves nothing');
  const next = spawnEngine({ config: { dataDir: world.dataDir, hitsFile: world.hitsFile } });
  await next.ready;
  const tookMs = await untilGone(name);
  await next.stop();
  await finishSoundly(world, []);
  world.remove();
  return `${Math.round(tookMs)} ms after the next engine served`;
}

async function endedAfterCancel(tree: (nap: string) => string, spawnedBy?: SpawnedBy): Promise<string> {
  const { world, engine, name, runId } = await begin(tree, spawnedBy);
  const { client } = await engine.connect();
  const { state } = await client.runs.cancel({ run: runId });
  expectThat(state === 'cancelled', `the run ended ${state}`);
  const tookMs = await untilGone(name);
  await engine.stop();
  world.remove();
  return `${Math.round(tookMs)} ms after the run was cancelled`;
}

/** Nobody sees how its program ends: the engine finds that it is gone, and a person decides. */
async function killedHelper(): Promise<string> {
  const { world, engine, runId, name, helper = 0 } = await begin((nap) => nap, 'helper', 'ask');
  const { client } = await engine.connect();
  process.kill(helper, 'SIGKILL');
  await until(async () => (await readStartTime(helper)) === undefined, 'the end of the helper');
  for (const pid of sleepers(name)) process.kill(pid, 'SIGKILL');
  await until(async () => (await client.runs.get({ run: runId })).state === 'needs_attention', 'the question');
  const { steps } = await client.runs.get({ run: runId });
  await client.runs.decide({ run: runId, step: 'leave', decision: 'skip' });
  await until(async () => (await client.runs.get({ run: runId })).state === 'completed', 'the end of the run');
  await engine.stop();
  await finishSoundly(world, [runId]);
  world.remove();
  return steps[0]?.reason ?? '';
}

async function untilGone(name: string): Promise<number> {
  const startedAt = performance.now();
  await until(() => sleepers(name).length === 0, 'the end of every process', REAP_LIMIT_MS);
  return performance.now() - startedAt;
}

/** The engine is ended by the step itself, as by a program that takes all the memory of the machine. */
async function threeCrashes(): Promise<string> {
  const world = makeWorld('crashes', 0);
  const config = { dataDir: world.dataDir, hitsFile: world.hitsFile };
  const step = { id: 'deadly', action: 'shell.run', with: { command: 'kill -9 $PPID; sleep 60', idempotent: true } };
  const textOf = (name: string, steps: readonly object[]): string =>
    JSON.stringify({ name, steps, settings: { workingDirectory: world.workspace } });
  let runId = '';
  for (let crash = 1; crash <= 3; crash++) {
    const engine = spawnEngine({ config });
    await engine.ready.catch(() => undefined);
    if (crash === 1) {
      const { client } = await engine.connect();
      ({ runId } = await client.runs.start({ source: { text: textOf('deadly', [step]) } }));
    }
    const { signal } = await engine.ended;
    expectThat(signal === 'SIGKILL', `the engine ended by ${signal}`);
  }
  const last = spawnEngine({ config });
  await last.ready;
  const { client } = await last.connect();
  await until(async () => (await client.runs.get({ run: runId })).state === 'needs_attention', 'the question');
  const other = await client.runs.start({ source: { text: textOf('other', [{ id: 'rest', delay: 10 }]) } });
  await until(async () => (await client.runs.get({ run: other.runId })).state === 'completed', 'the other run');
  const { steps } = await client.runs.get({ run: runId });
  await client.runs.decide({ run: runId, step: 'deadly', decision: 'skip' });
  await last.stop();
  await finishSoundly(world, [runId, other.runId]);
  world.remove();
  return steps[0]?.reason ?? '';
}

/** The row names the number of a process that another program has got since: its start time tells it from ours. */
async function reusedNumber(): Promise<string> {
  const { world, engine, runId, name } = await begin((nap) => nap);
  await engine.kill();
  const stranger = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  const pid = stranger.pid ?? 0;
  const startTime = (await readStartTime(pid)) ?? 0;
  world.look((store) => {
    const run = store.runs.byId(runId);
    if (run === undefined) throw new Error('The run is gone');
    void store.write(() => store.attempts.setProcess(run.key, 'leave', 1, pid, startTime - 1));
    store.flush();
  });
  const next = spawnEngine({ config: { dataDir: world.dataDir, hitsFile: world.hitsFile } });
  await next.ready;
  await untilGone(name);
  await wait(200);
  const isAlive = stranger.exitCode === null && stranger.signalCode === null;
  stranger.kill();
  await next.stop();
  world.remove();
  expectThat(isAlive, 'a stranger was ended');
  return 'the stranger lives, our process is ended';
}
