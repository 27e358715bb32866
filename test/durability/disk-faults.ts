import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { type Check, check, expectThat } from './check.ts';
import { type EngineUnderTest, spawnEngine } from './engine-under-test.ts';
import { finishSoundly } from './whole-check.ts';
import { makeTransfers } from './workload.ts';
import { makeWorld, type World } from './world.ts';

const noLimits = { minFreeBytes: 0, ballastBytes: 64 * 1024 };
const MB = 1024 * 1024;

/** Layer E: a disk that is too small, that stops at a size, that may only be read, and a data folder that goes away. */
export async function runDiskFaults(): Promise<Check[]> {
  const mounts = whyNoMounts();
  const small = (name: string, run: (world: World) => Promise<string>, bytes: number): Promise<Check> =>
    mounts === undefined ? check(name, () => onSmallDisk(bytes, run)) : Promise.resolve({ name, ok: true, detail: '', skipped: mounts });
  return [
    await small('a disk with less room than is kept free accepts no run, and says why', refusesWhenLow, 2 * MB),
    await small('a disk of 1 MB that fills up loses no accepted run', fillsUp, MB),
    await small('a disk of 2 MB that fills up loses no accepted run', fillsUp, 2 * MB),
    await small('a read-only data folder is refused and not touched', refusesReadOnly, 2 * MB),
    await check('a limit on the size of files loses no accepted run', fileSizeLimit),
    await check('a data folder that is removed accepts no run any more', removedFolder),
  ];
}

function whyNoMounts(): string | undefined {
  if (process.platform !== 'linux') return 'tmpfs is of Linux';
  const place = mkdtempSync(join(tmpdir(), 'pawl-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', place]).status === 0;
  if (mounted) execFileSync('umount', [place]);
  rmdirSync(place);
  return mounted ? undefined : 'a tmpfs may not be mounted here';
}

async function onSmallDisk(bytes: number, run: (world: World) => Promise<string>): Promise<string> {
  const world = makeWorld('disk', 0);
  mkdirSync(world.dataDir);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', world.dataDir]);
  try {
    return await run(world);
  } finally {
    execFileSync('umount', ['--lazy', world.dataDir]);
    rmSync(world.folder, { recursive: true, force: true });
  }
}

function enlarge(world: World): void {
  execFileSync('mount', ['-o', `remount,rw,size=${256 * MB}`, world.dataDir]);
}

async function refusesWhenLow(world: World): Promise<string> {
  const engine = await startEngine(world, undefined);
  const { client } = await engine.connect();
  const refusal = await start(client, world, 1).catch((error: unknown) => error);
  await engine.stop();
  expectThat(refusal instanceof Error, `the run was accepted: ${String(refusal)}`);
  return String(refusal);
}

async function fillsUp(world: World): Promise<string> {
  const engine = await startEngine(world, noLimits);
  const accepted: string[] = [];
  const { client } = await engine.connect();
  const refusal = await untilRefused(client, world, accepted, engine);
  await engine.kill();
  enlarge(world);
  await finishSoundly(world, accepted);
  return `${accepted.length} runs were accepted and ended; then: ${refusal}`;
}

/** Starts runs until one is refused or the engine stops answering. */
async function untilRefused(client: EngineClient, world: World, accepted: string[], engine: EngineUnderTest): Promise<string> {
  const silence = wait(20_000, 'no answer for 20 s');
  for (let count = 1; count <= 200; count++) {
    const started = start(client, world, count).then(
      (id) => ({ id }),
      (error: unknown) => String(error),
    );
    const answer = await Promise.race([started, silence, engine.ended.then(() => 'the engine ended')]);
    if (typeof answer === 'string') return answer;
    accepted.push(answer.id);
  }
  return 'nothing was refused';
}

async function refusesReadOnly(world: World): Promise<string> {
  const first = await startEngine(world, noLimits);
  await first.stop();
  execFileSync('mount', ['-o', 'remount,ro', world.dataDir]);
  const before = readdirSync(world.dataDir).join(' ');
  const engine = spawnEngine({ config: configOf(world) });
  const said = await engine.ready.then(
    () => 'it serves',
    (error: unknown) => String(error),
  );
  await engine.kill();
  expectThat(said !== 'it serves', 'an engine serves a folder that it cannot write');
  expectThat(readdirSync(world.dataDir).join(' ') === before, 'the folder was changed');
  enlarge(world);
  await finishSoundly(world, []);
  return said.split('\n').find((line) => line.includes('DatabaseUnavailable')) ?? said;
}

async function fileSizeLimit(): Promise<string> {
  const world = makeWorld('ulimit', 0);
  // In blocks of 512 bytes: 2 MB, which the write-ahead log reaches after some runs.
  const engine = spawnEngine({ config: configOf(world, noLimits), under: ['sh', '-c', 'ulimit -f 4096; exec "$@"', 'sh'] });
  await engine.ready;
  const accepted: string[] = [];
  const { client } = await engine.connect();
  const refusal = await untilRefused(client, world, accepted, engine);
  await engine.kill();
  await finishSoundly(world, accepted);
  world.remove();
  return `${accepted.length} runs were accepted and ended; then: ${refusal}`;
}

async function removedFolder(): Promise<string> {
  const world = makeWorld('removed', 0);
  const engine = await startEngine(world, noLimits);
  const { client } = await engine.connect();
  await start(client, world, 1);
  rmSync(world.dataDir, { recursive: true, force: true });
  const said = await untilRefused(client, world, [], engine);
  await wait(500);
  await engine.kill();
  expectThat(said !== 'nothing was refused', 'runs are accepted into nothing');
  expectThat(!existsSync(join(world.dataDir, 'pawl.db')), 'the data folder was begun anew');
  world.remove();
  return said;
}

function configOf(world: World, diskLimits?: typeof noLimits) {
  const { dataDir, hitsFile } = world;
  return { dataDir, hitsFile, ...(diskLimits === undefined ? {} : { diskLimits }) };
}

async function startEngine(world: World, diskLimits: typeof noLimits | undefined): Promise<EngineUnderTest> {
  const engine = spawnEngine({ config: configOf(world, diskLimits) });
  await engine.ready;
  return engine;
}

async function start(client: EngineClient, world: World, seed: number): Promise<string> {
  const { runId } = await client.runs.start({ source: { text: makeTransfers(seed, world).text } });
  return runId;
}
