import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { findMarked } from './find-marked.ts';
import { killTree } from './kill-tree.ts';
import { readProcess } from './list-processes.ts';
import { type ProcessRequest, runProcess } from './run-process.ts';
import { readStartTime } from './start-time.ts';
import { testSpawn } from './test-spawn.ts';

const started: number[] = [];

afterEach(() => {
  for (const pid of started.splice(0)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is dead, as it should be.
    }
  }
});

/** Starts a script that prints the number of each process of its tree and then `ready`; resolves when it did. */
async function startTree(script: string, overrides: Partial<ProcessRequest> = {}) {
  const attemptKey = randomBytes(16).toString('hex');
  const controller = new AbortController();
  const ready = Promise.withResolvers<number[]>();
  let printed = '';
  const end = runProcess({
    program: 'bash',
    args: ['-c', script],
    cwd: '/',
    environment: { PATH: process.env['PATH'] ?? '', PAWL_ATTEMPT_KEY: attemptKey },
    attemptKey,
    maxOutputBytes: 1000,
    signal: controller.signal,
    spawn: testSpawn,
    killGraceMs: 200,
    onOutput: (_stream, text) => {
      printed += text;
      if (printed.includes('ready')) ready.resolve([...printed.matchAll(/\d+/g)].map(Number));
    },
    ...overrides,
  });
  const pids = await Promise.race([ready.promise, end.then(() => Promise.reject(new Error(`ended early: ${printed}`)))]);
  started.push(...pids);
  return { attemptKey, pids, end, printed: () => printed, cancel: () => controller.abort(new Error('cancelled')) };
}

const alive = async (pids: readonly number[]) => (await Promise.all(pids.map(readProcess))).filter((facts) => facts !== undefined);

describe.skipIf(process.platform === 'win32')('EN-6 a cancelled process tree', () => {
  it.each([
    ['with background children', 'sleep 600 & echo $$ $! ready; wait'],
    ['with a double fork', '( sleep 600 & echo $! ) ; echo $$ ready; sleep 601'],
    ['with a child in a session of its own', 'setsid sh -c "echo \\$\\$; exec sleep 600" & sleep 0.1; echo $$ ready; wait'],
    [
      'whose daemon has left the group and lost its parent',
      '(setsid sh -c "echo \\$\\$; exec sleep 600" > >(cat) 2>&1 &) ; sleep 0.2; echo $$ ready; sleep 601',
    ],
    ['that ignores TERM', 'trap "" TERM; echo $$ ready; while :; do sleep 1; done'],
    ['whose daemon ignores TERM', "trap '' TERM; setsid sleep 600 & echo $$ $! ready; wait"],
    ['with a stopped child', 'sleep 600 & kill -STOP $!; echo $$ $! ready; wait'],
  ])('%s is dead when the step ends', async (_name, script) => {
    const tree = await startTree(script);
    expect(tree.pids.length).toBeGreaterThan(0);
    expect(await alive(tree.pids)).toHaveLength(tree.pids.length);
    tree.cancel();
    await expect(tree.end).rejects.toThrow('cancelled');
    expect(await alive(tree.pids)).toEqual([]);
    expect(await findMarked(tree.attemptKey)).toEqual([]);
  });

  it('gets time to end by itself', async () => {
    const tree = await startTree('trap "echo cleaned; exit 0" TERM; echo $$ ready; while :; do sleep 0.01; done', { killGraceMs: 5000 });
    tree.cancel();
    await expect(tree.end).rejects.toThrow('cancelled');
    expect(tree.printed()).toContain('cleaned');
    expect(await alive(tree.pids)).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('after a crash of the engine', () => {
  it('a tree is found by its marker and ended', async () => {
    const tree = await startTree('setsid sleep 600 & echo $$ $! ready; wait');
    await expect.poll(async () => (await findMarked(tree.attemptKey)).map(({ pid }) => pid)).toEqual(expect.arrayContaining(tree.pids));
    const pid = tree.pids[0] ?? 0;
    expect(await killTree({ pid, startTime: await readStartTime(pid), attemptKey: tree.attemptKey }, 100)).toEqual({
      dead: true,
      survivors: [],
    });
    expect((await tree.end).endedBy).toBe('SIGTERM');
  });

  it('a process that got the number of a dead one is left alone', async () => {
    const stranger = await startTree('echo $$ ready; exec sleep 600');
    const pid = stranger.pids[0] ?? 0;
    const startTime = ((await readStartTime(pid)) ?? 0) - 1;
    expect(await killTree({ pid, startTime, attemptKey: 'of the dead one' }, 100)).toEqual({ dead: true, survivors: [] });
    expect(await alive([pid])).toHaveLength(1);
    stranger.cancel();
    await expect(stranger.end).rejects.toThrow('cancelled');
  });

  it('another attempt whose key begins alike is left alone', async () => {
    const tree = await startTree('echo $$ ready; exec sleep 600');
    expect(await findMarked(tree.attemptKey.slice(0, -1))).toEqual([]);
    tree.cancel();
    await expect(tree.end).rejects.toThrow('cancelled');
  });
});

describe.skipIf(process.platform === 'win32')('the end of a process', () => {
  it('is not held up by a background child with the pipes open, which lives on', async () => {
    const tree = await startTree('(while :; do sleep 0.02; echo noise; done) & echo $! ready');
    const end = await tree.end;
    expect(end.exitCode).toBe(0);
    expect(end.stdout.text).toContain('ready');
    expect(await alive(tree.pids)).toHaveLength(1);
    expect(await killTree({ pid: end.pid, startTime: undefined, attemptKey: tree.attemptKey }, 100)).toMatchObject({ dead: true });
  });

  it('loses no output that was printed before it', async () => {
    const end = await runProcess({
      program: 'sh',
      args: ['-c', 'head -c 3000000 /dev/zero; printf end'],
      cwd: '/',
      environment: { PATH: process.env['PATH'] ?? '', PAWL_ATTEMPT_KEY: 'x' },
      attemptKey: 'x',
      maxOutputBytes: 4_000_000,
      signal: new AbortController().signal,
      spawn: testSpawn,
      onOutput: () => undefined,
    });
    expect(end.stdout.text).toHaveLength(3_000_003);
    expect(end.stdout.tail.endsWith('end')).toBe(true);
  });
});
