import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { makePlace, type Place, whenEnded, whenPrinted } from './spawn-pawl.ts';

/** Writes of the process beyond this fail with EFBIG, which SQLite takes for an I/O error: the one of a failing disk, at COMMIT. */
function limitFileSize(pid: number | undefined, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

function whyNoLimits(): string | undefined {
  try {
    execFileSync('prlimit', ['--version']);
    return undefined;
  } catch {
    return 'prlimit is not there';
  }
}

const noLimits = whyNoLimits();

/** Its first step waits for a file; the second comes after it. */
const waiting = `
name: Waiting
steps:
  - { id: wait, action: shell.run, with: { command: "touch started; while [ ! -e go ]; do sleep 0.05; done; echo once >> times" }, onInterrupted: retry }
  - { id: after, action: log, needs: [wait], with: { message: after } }
`;

let place: Place;
beforeEach(async () => {
  place = await makePlace();
  await place.write('waiting.yaml', waiting);
});

const isThere = (name: string) => () => existsSync(path.join(place.folder, name));

async function stateOf(run: string): Promise<unknown> {
  const { answer } = await place.json('show', run);
  return (answer as { state?: unknown }).state;
}

describe.skipIf(noLimits !== undefined)(`C8 a commit that fails${noLimits === undefined ? '' : `: ${noLimits}`}`, () => {
  it('C8 makes a service open its data folder again as soon as it can, and go on with what was accepted', { timeout: 60_000 }, async () => {
    const server = place.start('serve');
    const ended = whenEnded(server);
    await whenPrinted(server, /No triggers yet/);
    const { answer: started } = await place.json('run', 'waiting.yaml', '--detach');
    const { runId } = started as { runId: string };
    await until(isThere('started'), 'the step');

    const told = whenPrinted(server, /could not be written/);
    const triedAgain = whenPrinted(server, /cannot be used/);
    limitFileSize(server.pid, 1);
    // The write that fails is not acknowledged; one that was not begun is taken up by the engine that comes after.
    const asked = place.json('run', 'waiting.yaml', '--detach');
    await told;
    await triedAgain;
    const opened = whenPrinted(server, /open again/);
    limitFileSize(server.pid, 'unlimited');
    await opened;
    const { code, answer: second } = await asked;
    const accepted = [runId, ...(code === 0 ? [(second as { runId: string }).runId] : [])];

    // What had run is not left running beside what runs now.
    await place.write('go', '');
    for (const run of accepted) {
      await until(async () => (await stateOf(run)) === 'completed', `the end of run ${run}`);
    }
    expect(readFileSync(path.join(place.folder, 'times'), 'utf8')).toBe('once\n'.repeat(accepted.length));
    server.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect((await place.json('doctor', '--deep')).code).toBe(0);
  });

  it('C8 ends a command with a clear error, and its run is there afterwards', { timeout: 60_000 }, async () => {
    const run = place.start('run', 'waiting.yaml');
    const ended = whenEnded(run);
    await until(isThere('started'), 'the step');
    limitFileSize(run.pid, 1);
    await place.write('go', '');
    const { code, stderr } = await ended;
    expect(code).toBe(6);
    expect(stderr).toContain('could not be written');
    expect(stderr).toContain('pawl resume');
    const { answer } = await place.json('runs');
    expect(answer).toMatchObject({ items: [{ workflow: 'Waiting', state: 'running' }] });
    const [{ runId }] = (answer as { items: [{ runId: string }] }).items;
    expect((await place.json('resume', runId)).answer).toMatchObject({ state: 'completed' });
  });
});
