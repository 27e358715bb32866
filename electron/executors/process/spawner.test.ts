import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { readProcess } from './list-processes.ts';
import { type ProcessRequest, runProcess } from './run-process.ts';
import { endFormerHelper, type SpawnerOptions } from './spawner.ts';
import { readStartTime } from './start-time.ts';
import { makeTestSpawner, printed, type TestSpawner } from './test-spawn.ts';

const spawners: TestSpawner[] = [];
const started: number[] = [];

afterEach(async () => {
  for (const spawner of spawners.splice(0)) await spawner.close();
  for (const pid of started.splice(0)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
});

function make(options: Partial<SpawnerOptions> = {}): TestSpawner {
  const spawner = makeTestSpawner(options);
  spawners.push(spawner);
  return spawner;
}

/** A shell script under way, which has printed its number. */
async function begin(spawner: TestSpawner, script: string, overrides: Partial<ProcessRequest> = {}) {
  const controller = new AbortController();
  const pid = Promise.withResolvers<number>();
  let text = '';
  const end = runProcess({
    program: 'sh',
    args: ['-c', `echo $$; ${script}`],
    cwd: '/',
    environment: { PATH: process.env['PATH'] ?? '', PAWL_ATTEMPT_KEY: 'spawner-test' },
    attemptKey: 'spawner-test',
    maxOutputBytes: 1000,
    signal: controller.signal,
    spawn: spawner.spawn,
    killGraceMs: 200,
    onOutput: (_stream, more) => {
      text += more;
      pid.resolve(Number.parseInt(text, 10));
    },
    ...overrides,
  });
  const rejected = end.catch((error: unknown) => error);
  const number = await Promise.race([pid.promise, rejected.then(() => Promise.reject(new Error('It never began')))]);
  started.push(number);
  return { pid: number, end, rejected, printed: () => text, cancel: () => controller.abort(new Error('cancelled')) };
}

const isGone = async (pid: number): Promise<boolean> => (await readProcess(pid)) === undefined;

describe.runIf(process.platform === 'linux')('the spawn helper', () => {
  it('starts what comes after it is ready, and ends with the engine; what it has started lives on', async () => {
    const spawner = make();
    const helper = await spawner.untilByHelper();
    expect(helper).not.toBe(process.pid);
    const child = await begin(spawner, 'sleep 600');
    await spawner.close();
    await until(() => isGone(helper), 'the end of the helper');
    expect(await isGone(child.pid)).toBe(false);
    expect(existsSync(spawner.dataDir)).toBe(false);
    expect(spawner.helpers).toHaveLength(1);
    child.cancel();
    await child.rejected;
  });

  it('leaves nothing in the data folder', async () => {
    const spawner = make();
    await spawner.untilByHelper();
    expect(readdirSync(spawner.dataDir).sort()).toEqual(['spawn-helper.json', 'spawn.sock']);
    process.kill(await spawner.untilByHelper(), 'SIGKILL');
    await expect.poll(() => readdirSync(spawner.dataDir)).toEqual([]);
  });

  it('gives each of hundreds at once its own output and its own end', async () => {
    const spawner = make();
    await spawner.untilByHelper();
    const all = Array.from({ length: 300 }, (_, index) => begin(spawner, `echo out${index}; echo err${index} >&2; exit ${index % 7}`));
    for (const [index, one] of (await Promise.all(all)).entries()) {
      const end = await one.end;
      expect(end).toMatchObject({ exitCode: index % 7, stdout: { text: `${end.pid}\nout${index}\n` }, stderr: { text: `err${index}\n` } });
    }
  });

  it('passes input of any size, also to a program that does not read it', async () => {
    const spawner = make();
    await spawner.untilByHelper();
    const stdin = 'é'.repeat(3_000_000);
    const counts = await begin(spawner, 'wc -c', { stdin });
    expect((await counts.end).stdout.text).toBe(`${counts.pid}\n6000000\n`);
    const ignores = await begin(spawner, 'exit 4', { stdin });
    expect((await ignores.end).exitCode).toBe(4);
  });

  it('says what the system says when a program cannot be started', async () => {
    const spawner = make();
    await spawner.untilByHelper();
    const started = (program: string, args: readonly string[] = []) =>
      spawner.spawn({ program, args, cwd: '/', environment: { PATH: '/usr/bin' }, hasInput: false });
    await expect(started('there-is-no-such-program')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(started('/etc/passwd')).rejects.toMatchObject({ code: 'EACCES' });
    await expect(started('true', ['x'.repeat(3_000_000)])).rejects.toMatchObject({ code: 'E2BIG' });
    await expect(started('true', ['a\0b'])).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
    expect(Number(await printed(spawner.spawn, 'echo $PPID'))).not.toBe(process.pid);
  });

  it('serves nobody who does not know its token', async () => {
    const spawner = make();
    await spawner.untilByHelper();
    const stranger = connect(join(spawner.dataDir, 'spawn.sock'));
    stranger.write('guess control\n{"is":"ended","id":1,"code":0,"signal":null}\n');
    await new Promise((resolve) => stranger.once('close', resolve));
    expect(Number(await printed(spawner.spawn, 'echo $PPID'))).not.toBe(process.pid);
  });
});

describe.runIf(process.platform === 'linux')('a spawn helper that was killed', () => {
  it('leaves its programs running: their output is kept, and how they ended is unknown', async () => {
    const spawner = make();
    const helper = await spawner.untilByHelper();
    const fifo = join(spawner.dataDir, 'go');
    const child = await begin(spawner, `mkfifo ${fifo}; echo waits; read line < ${fifo}; echo "did $line"; exit 3`);
    await until(() => child.printed().includes('waits'), 'the program');
    process.kill(helper, 'SIGKILL');
    await until(() => isGone(helper), 'the end of the helper');
    await writeFile(fifo, 'work\n');
    expect(await child.rejected).toMatchObject({ code: 'PROCESS_UNSEEN', kind: 'unknown' });
    expect(child.printed()).toContain('did work');
    expect(await isGone(child.pid)).toBe(true);
  });

  it('takes no power over them: they are stopped as before', async () => {
    const spawner = make();
    const helper = await spawner.untilByHelper();
    const child = await begin(spawner, 'setsid sleep 600 & wait');
    process.kill(helper, 'SIGKILL');
    await until(() => isGone(helper), 'the end of the helper');
    child.cancel();
    expect(await child.rejected).toMatchObject({ message: 'cancelled' });
    expect(await isGone(child.pid)).toBe(true);
  });

  it('is done without, and then replaced, but not for ever', async () => {
    const spawner = make();
    for (let killed = 0; killed < 3; killed++) {
      const helper = await spawner.untilByHelper();
      process.kill(helper, 'SIGKILL');
      await expect.poll(() => readdirSync(spawner.dataDir)).toEqual([]);
      expect(await printed(spawner.spawn, 'echo works')).toBe('works\n');
    }
    for (let count = 0; count < 5; count++) expect(Number(await printed(spawner.spawn, 'echo $PPID'))).toBe(process.pid);
    expect(spawner.helpers).toHaveLength(3);
  });

  it('because it did not answer, has its order reported as unknown and the rest started directly', async () => {
    const spawner = make({ answerWithinMs: 500 });
    const helper = await spawner.untilByHelper();
    process.kill(helper, 'SIGSTOP');
    const outcomes = await Promise.allSettled(
      Array.from(
        { length: 20 },
        async () => (await spawner.spawn({ program: 'true', args: [], cwd: '/', environment: {}, hasInput: false })).pid,
      ),
    );
    const unknown = outcomes.filter((one) => one.status === 'rejected');
    expect(unknown.length).toBeGreaterThan(0);
    for (const { reason } of unknown) expect(reason).toMatchObject({ code: 'PROCESS_UNSEEN', kind: 'unknown' });
    // It had offered streams for so many at once, and no more.
    expect(unknown.length).toBeLessThanOrEqual(6);
    await until(() => isGone(helper), 'the end of the helper');
  });
});

describe.runIf(process.platform === 'linux')('without a helper', () => {
  it('programs are started directly', async () => {
    const spawner = make({ fork: () => ({ kill: () => {} }), answerWithinMs: 20 });
    for (let count = 0; count < 10; count++) expect(Number(await printed(spawner.spawn, 'echo $PPID'))).toBe(process.pid);
  });

  it('so they are when nothing can be listened at', async () => {
    const spawner = make({ makeSocketPath: async () => ({ path: '/proc/nowhere/s', clean: async () => {} }) });
    for (let count = 0; count < 3; count++) expect(Number(await printed(spawner.spawn, 'echo $PPID'))).toBe(process.pid);
    expect(spawner.helpers).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('what a former engine has left', () => {
  it('is ended when it is its helper, and left alone when the number is another process by now', async () => {
    const spawner = make();
    const child = await begin(spawner, 'sleep 600');
    const note = join(spawner.dataDir, 'spawn-helper.json');
    const startTime = (await readStartTime(child.pid)) ?? 0;
    await writeFile(note, JSON.stringify({ pid: child.pid, startTime: startTime - 1 }));
    await endFormerHelper(spawner.dataDir);
    expect(await isGone(child.pid)).toBe(false);
    expect(existsSync(note)).toBe(false);
    await writeFile(note, JSON.stringify({ pid: child.pid, startTime }));
    await endFormerHelper(spawner.dataDir);
    expect(await isGone(child.pid)).toBe(true);
    await child.end;
    await writeFile(note, 'half a no');
    await endFormerHelper(spawner.dataDir);
    expect(existsSync(note)).toBe(false);
  });
});
