import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { spawnEngine } from './engine-under-test.ts';
import type { Violation } from './invariants.ts';
import { finishAndCheck } from './whole-check.ts';
import { makeTransfers } from './workload.ts';
import { makeWorld, type World } from './world.ts';

/** One way in which calls of the operating system go wrong. */
export interface SyscallFault {
  readonly calls: string;
  /** In the words of `strace --inject`. */
  readonly fault: 'signal=KILL' | 'error=EIO' | 'error=ENOSPC';
  /** Every call from the k-th on, not only that one. */
  readonly sticky: boolean;
  /** Only calls on the files of the database: a process opens and reads far more than those. */
  readonly onlyDatabase: boolean;
}

export interface SyscallResult {
  /** The k-th call was made. */
  readonly reached: boolean;
  readonly violations: readonly Violation[];
  readonly folder: string;
}

const flush = 'fsync,fdatasync';
export const syscallFaults: readonly SyscallFault[] = [
  { calls: flush, fault: 'signal=KILL', sticky: false, onlyDatabase: false },
  { calls: flush, fault: 'error=EIO', sticky: false, onlyDatabase: false },
  { calls: flush, fault: 'error=EIO', sticky: true, onlyDatabase: false },
  { calls: 'pwrite64', fault: 'signal=KILL', sticky: false, onlyDatabase: false },
  { calls: 'pwrite64', fault: 'error=EIO', sticky: false, onlyDatabase: false },
  { calls: 'pwrite64', fault: 'error=ENOSPC', sticky: false, onlyDatabase: false },
  { calls: 'pwrite64', fault: 'error=ENOSPC', sticky: true, onlyDatabase: false },
  { calls: 'rename,link,linkat', fault: 'signal=KILL', sticky: false, onlyDatabase: false },
  { calls: 'rename,link,linkat', fault: 'error=EIO', sticky: false, onlyDatabase: false },
  { calls: 'rename,link,linkat', fault: 'error=ENOSPC', sticky: true, onlyDatabase: false },
  { calls: 'unlink', fault: 'signal=KILL', sticky: false, onlyDatabase: false },
  { calls: 'unlink', fault: 'error=EIO', sticky: false, onlyDatabase: false },
  { calls: 'openat', fault: 'signal=KILL', sticky: false, onlyDatabase: true },
  { calls: 'openat', fault: 'error=EIO', sticky: false, onlyDatabase: true },
  { calls: 'write', fault: 'signal=KILL', sticky: false, onlyDatabase: false },
];

/** Of an engine that serves; one that starts takes as long as it takes, which under strace and load is long. */
const LIFE_LIMIT_MS = 10_000;
const START_LIMIT_MS = 300_000;

export function describeFault({ calls, fault, sticky }: SyscallFault, k: number): string {
  return `${calls} ${fault} at call ${k}${sticky ? ' and every later one' : ''}`;
}

/** Why the sweep cannot be made here; undefined when it can. */
export function whyNoStrace(): string | undefined {
  const found = spawnSync('strace', ['-f', '-q', '-o', '/dev/null', '-e', 'inject=fsync:error=EIO:when=1', 'true']);
  if (found.error !== undefined) return 'strace is not installed';
  return found.status === 0 ? undefined : 'strace may not trace here';
}

/** Layer D: the k-th call goes wrong while an engine starts, works on one run and stops; then another engine finishes the work. */
export async function runSyscallFault(fault: SyscallFault, k: number, seed: number): Promise<SyscallResult> {
  const world = makeWorld('syscall', 0);
  const log = join(world.folder, 'strace.log');
  const accepted: string[] = [];
  const told = await oneLife(world, straceArguments(world, fault, k, log), seed, accepted);
  const violations = await finishAndCheck(world, accepted);
  const reached = told.killed || (existsSync(log) && readFileSync(log, 'utf8').includes('(INJECTED)'));
  if (violations.length === 0) world.remove();
  return { reached, violations, folder: world.folder };
}

function straceArguments(world: World, { calls, fault, sticky, onlyDatabase }: SyscallFault, k: number, log: string): string[] {
  const files = onlyDatabase ? ['pawl.db', 'pawl.db-wal', 'pawl.lock'].flatMap((name) => ['-P', join(world.dataDir, name)]) : [];
  // A signal is delivered only where the kernel stops at each call; errors may be made the faster way.
  const faster = fault === 'signal=KILL' ? [] : ['--seccomp-bpf'];
  return [
    'strace',
    '-f',
    ...faster,
    '-q',
    '-o',
    log,
    ...files,
    '-e',
    `trace=${calls}`,
    '-e',
    `inject=${calls}:${fault}:when=${k}${sticky ? '+' : ''}`,
  ];
}

async function oneLife(world: World, under: readonly string[], seed: number, accepted: string[]): Promise<{ killed: boolean }> {
  // Calls are counted for each thread: with one thread for files, the same call is the k-th each time.
  const engine = spawnEngine({
    config: { dataDir: world.dataDir, hitsFile: world.hitsFile },
    under,
    environment: { UV_THREADPOOL_SIZE: '1' },
  });
  let killed = true;
  const work = drive(engine, makeTransfers(seed, world).text, accepted).catch(() => undefined);
  const faulty = (async () => {
    while (!engine.hasFault()) await wait(50);
  })();
  const served = engine.ready.then(
    () => wait(LIFE_LIMIT_MS),
    () => undefined,
  );
  await Promise.race([work, engine.ended.then(() => undefined), faulty, served, wait(START_LIMIT_MS)]);
  const alive = await Promise.race([engine.ended.then(() => false), wait(0, true)]);
  if (alive) {
    killed = false;
    await engine.stop();
  }
  return { killed };
}

async function drive(engine: ReturnType<typeof spawnEngine>, text: string, accepted: string[]): Promise<void> {
  await engine.ready;
  const { client } = await engine.connect();
  const { runId } = await client.runs.start({ source: { text } });
  accepted.push(runId);
  for (;;) {
    const { state, endedAt } = await client.runs.get({ run: runId });
    if (endedAt !== null || state === 'needs_attention') return;
    await wait(20);
  }
}
