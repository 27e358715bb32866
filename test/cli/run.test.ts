import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makePlace, type Place, whenEnded } from './spawn-pawl.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});

const twoSteps = `
name: Two steps
variables:
  - { name: count, type: number, default: 1 }
steps:
  - { id: double, action: data.transform, with: { input: "{{ count }}", expression: "input * 2" } }
  - { id: keep, action: file.write, with: { path: out.txt, content: "twice is {{ steps.double.output.data }}" } }
outputs:
  doubled: "{{ steps.double.output.data }}"
`;
const failing = `
name: Failing
steps:
  - { id: first, action: log, with: { message: hello } }
  - { id: stop, action: fail, with: { message: "It went wrong" } }
`;
/** Says that it runs, then waits for a file. */
const waiting = (after: string) => `
name: Waiting
steps:
  - { id: wait, action: shell.run, with: { command: "touch started; while [ ! -f go ]; do sleep 0.02; done" } }
  - { id: after, action: ${after} }
`;
const logAfter = 'log, with: { message: after }';

const has = (name: string) => existsSync(path.join(place.folder, name));
const appears = (name: string) => vi.waitFor(() => expect(has(name)).toBe(true), { timeout: 15_000, interval: 20 });

describe('pawl run', () => {
  it('runs a file, tells each step and the end, and ends with 0', async () => {
    await place.write('two.yaml', twoSteps);
    const { stdout, stderr, code } = await place.pawl('run', 'two.yaml', '--input', 'count=21');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(
      /^✓ double {2}\S.*\n✓ keep {2}\S.*\n {2}run {7}\S+\n {2}workflow {2}Two steps 1\.0\.0\n {2}state {5}✓ completed\n/,
    );
    expect(stdout).toContain('steps     2 succeeded');
    expect(stdout).not.toContain('\u001b');
    expect(await readFile(path.join(place.folder, 'out.txt'), 'utf8')).toBe('twice is 42');
  });

  it('in JSON mode prints the stable document and nothing else', async () => {
    await place.write('two.yaml', twoSteps);
    const { answer, code } = await place.json('run', 'two.yaml', '--triggered-by', 'test');
    expect(answer).toMatchObject({
      runId: expect.any(String),
      workflow: 'Two steps',
      version: '1.0.0',
      state: 'completed',
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      endedAt: expect.stringMatching(/Z$/),
      durationMs: expect.any(Number),
      triggeredBy: 'test',
      inputs: { count: 1 },
      outputs: { doubled: 2 },
      error: null,
      steps: [
        {
          id: 'double',
          path: 'double',
          name: expect.any(String),
          kind: 'action',
          action: 'data.transform',
          state: 'succeeded',
          attempts: 1,
          output: { data: 2 },
          error: null,
        },
        { id: 'keep', state: 'succeeded', reason: null },
      ],
    });
    expect(code).toBe(0);
  });

  it('ends with 1 when the run fails, and tells the error', async () => {
    await place.write('failing.yaml', failing);
    const { stdout, code } = await place.pawl('run', 'failing.yaml', '--quiet');
    expect(stdout).toContain('It went wrong');
    expect(code).toBe(1);
    const { answer } = await place.json('run', 'failing.yaml');
    expect(answer).toMatchObject({ state: 'failed', error: { code: expect.any(String), message: expect.any(String), stepId: 'stop' } });
  });

  it('ends with 2 for an invalid workflow, an unknown input and an input of the wrong type', async () => {
    await place.write('bad.yaml', 'name: Bad\nsteps: []\n');
    await place.write('two.yaml', twoSteps);
    expect(await place.json('run', 'bad.yaml')).toMatchObject({ code: 2, answer: { error: { code: 'WORKFLOW_INVALID', problems: [{}] } } });
    expect(await place.json('run', 'two.yaml', '--input', 'cuont=1')).toMatchObject({
      code: 2,
      answer: { error: { code: 'INVALID_INPUT' } },
    });
    expect(await place.json('run', 'two.yaml', '--input', 'count=many')).toMatchObject({
      code: 2,
      answer: { error: { code: 'INVALID_INPUT' } },
    });
  });

  it('ends with 3 for what is not there, and suggests what is', async () => {
    await place.write('two.yaml', twoSteps);
    await place.pawl('import', 'two.yaml');
    const { answer, code } = await place.json('run', 'Two stepps');
    expect(answer).toMatchObject({ error: { code: 'NOT_FOUND', hint: expect.stringContaining('Two steps') } });
    expect(code).toBe(3);
  });

  it('changes nothing in a dry run', async () => {
    await place.write('two.yaml', twoSteps);
    const { answer, code } = await place.json('run', 'two.yaml', '--dry-run');
    expect(answer).toMatchObject({ dryRun: true, steps: [{ id: 'double' }, { id: 'keep', reason: expect.stringContaining('out.txt') }] });
    expect(code).toBe(0);
    expect(has('out.txt')).toBe(false);
  });

  it('stops after the step that --until names', async () => {
    await place.write('two.yaml', twoSteps);
    const { answer } = await place.json('run', 'two.yaml', '--until', 'double');
    expect(answer).toMatchObject({
      state: 'completed',
      steps: [
        { id: 'double', state: 'succeeded' },
        { id: 'keep', state: 'skipped', reason: expect.stringContaining('double') },
      ],
    });
    expect(has('out.txt')).toBe(false);
  });
});

it('a loop sees the steps of its last iteration in what it collects and in its condition', async () => {
  const body = (value: string) => `{ id: say, action: data.transform, with: { input: "{{ ${value} }}", expression: input } }`;
  await place.write(
    'loops.yaml',
    `name: Loops
steps:
  - { id: each, forEach: [4, 5], collect: steps.say.output.data, steps: [${body('item')}] }
  - { id: again, while: "steps.count?.output.data !== 2", collect: steps.count.status, steps: [${body('index').replace('say', 'count')}] }
outputs: { each: "{{ each.items }}", again: "{{ again.items }}" }
`,
  );
  const { answer } = await place.json('run', 'loops.yaml');
  expect(answer).toMatchObject({
    state: 'completed',
    outputs: { each: [4, 5], again: ['succeeded', 'succeeded', 'succeeded'] },
  });
});

describe('Ctrl-C', () => {
  it('pauses the run when its running step has ended, says how to go on, and ends with 130', async () => {
    await place.write('waiting.yaml', waiting(logAfter));
    const child = place.start('run', 'waiting.yaml');
    const ended = whenEnded(child);
    await appears('started');
    child.kill('SIGINT');
    await writeFile(path.join(place.folder, 'go'), '');
    const { stdout, code } = await ended;
    const runId = /^ {2}run +(\S+)$/m.exec(stdout)?.[1] ?? '';
    expect(stdout).toContain(`pawl resume ${runId}`);
    expect(stdout).toContain('✓ wait');
    expect(stdout).toContain('paused');
    expect(code).toBe(130);

    const resumed = await place.json('resume', runId.slice(0, 8));
    expect(resumed).toMatchObject({
      code: 0,
      answer: {
        runId,
        state: 'completed',
        steps: [
          { id: 'wait', attempts: 1 },
          { id: 'after', state: 'succeeded' },
        ],
      },
    });
  });

  it('a second time leaves at once, and the interrupted step waits for a decision', async () => {
    await place.write('waiting.yaml', waiting(logAfter));
    const child = place.start('run', 'waiting.yaml');
    const ended = whenEnded(child);
    await appears('started');
    child.kill('SIGINT');
    // Later than what counts as one press.
    await new Promise((resolve) => setTimeout(resolve, 400));
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    await writeFile(path.join(place.folder, 'go'), '');

    const { answer } = await place.json('runs');
    const [run] = (answer as { items: { runId: string }[] }).items;
    const runId = run?.runId ?? '';
    expect((await place.pawl('resume', runId)).code).toBe(5);
    const decided = await place.json('decide', runId, 'wait', 'done');
    expect(decided).toMatchObject({ code: 0, answer: { state: 'completed' } });
  });
});

describe('the records', () => {
  it('of runs are found by a beginning of their id, in list, status, show and logs', async () => {
    await place.write('failing.yaml', failing);
    await place.pawl('run', 'failing.yaml');
    const { answer } = await place.json('runs', '--status', 'failed', '--since', '1h');
    expect(answer).toMatchObject({ items: [{ workflow: 'Failing', state: 'failed' }], next: null });
    const runId = (answer as { items: { runId: string }[] }).items[0]?.runId ?? '';
    expect((await place.pawl('status', runId.slice(0, 10))).stdout).toContain('✗ stop failed');
    expect(await place.json('show', runId, '--step', 'first')).toMatchObject({ answer: { runId, steps: [{ id: 'first' }] } });
    const logs = await place.pawl('logs', runId, '--format', 'json');
    expect(logs.code).toBe(0);
    for (const line of logs.stdout.trim().split('\n').filter(Boolean))
      expect(JSON.parse(line)).toMatchObject({ stepPath: expect.any(String) });
    expect((await place.json('runs', '--status', 'completed')).answer).toEqual({ items: [], next: null });
    expect((await place.json('status', 'nothing')).code).toBe(3);
  });

  it('tell how runs went, by day, by workflow or step, and what fails', async () => {
    await place.write('failing.yaml', failing);
    await place.write('two.yaml', twoSteps);
    await place.pawl('run', 'failing.yaml');
    await place.pawl('run', 'two.yaml');
    const { answer, code } = await place.json('stats', '--days', '2');
    expect({ answer, code }).toMatchObject({
      code: 0,
      answer: {
        overview: { today: { runs: 2, failures: 1, successRate: 0.5 } },
        trend: { items: [{ runs: 0 }, { runs: 2 }] },
        failures: { patterns: [{ workflow: 'Failing', stepId: 'stop', runs: 1 }] },
      },
    });
    const { stdout } = await place.pawl('stats', '--workflow', 'Failing');
    expect(stdout).toMatch(/^DAY +ENDED +FAILED +SUCCESS/);
    expect(stdout).toMatch(/\nfirst +1 +0 /);
    expect(stdout).toMatch(/\n1 × +Failing +stop +\S+ +.* It went wrong\n/);
  });

  it('of workflows are imported, listed, exported, duplicated, disabled and deleted', async () => {
    await place.write('two.yaml', twoSteps);
    expect(await place.json('import', 'two.yaml')).toMatchObject({
      code: 0,
      answer: { change: 'created', workflow: { name: 'Two steps', enabled: true } },
    });
    expect(await place.json('import', 'two.yaml')).toMatchObject({ answer: { change: 'unchanged' } });
    expect(await place.json('run', 'Two steps')).toMatchObject({ code: 0, answer: { state: 'completed' } });
    expect((await place.json('duplicate', 'Two steps', '--name', 'Copy')).answer).toMatchObject({ name: 'Copy', enabled: false });
    expect((await place.json('list')).answer).toMatchObject({
      items: [{ name: expect.any(String) }, { name: expect.any(String) }],
      next: null,
    });
    expect((await place.pawl('export', 'Two steps')).stdout).toContain('name: Two steps');
    expect(JSON.parse((await place.pawl('export', 'Two steps', '--to', 'json')).stdout)).toMatchObject({ name: 'Two steps' });
    expect((await place.json('disable', 'Two steps')).answer).toMatchObject({ enabled: false });
    expect((await place.json('enable', 'Two steps')).answer).toMatchObject({ enabled: true });
    expect((await place.pawl('delete', 'Copy', '--yes')).code).toBe(0);
    expect((await place.json('list')).answer).toMatchObject({ items: [{ name: 'Two steps' }] });
    expect((await place.json('delete', 'Nothing', '--yes')).code).toBe(3);
  });

  it('of exec hold the command, its output and how it ended', async () => {
    const { answer, code } = await place.json('exec', '--', process.execPath, '-e', 'console.log("{{ no }}"); process.exit(3)');
    expect(answer).toMatchObject({ state: 'failed', steps: [{ id: 'command', state: 'failed' }] });
    expect(code).toBe(1);
    expect(await place.json('exec', '--', 'echo', '{{ no }}')).toMatchObject({
      code: 0,
      answer: { steps: [{ output: { stdout: '{{ no }}\n' } }] },
    });
  });
});

describe('commands on one data folder', () => {
  it('share the engine of the one that came first', async () => {
    await place.write('waiting.yaml', waiting(logAfter));
    await place.write('two.yaml', twoSteps);
    const first = place.start('run', 'waiting.yaml');
    const firstEnded = whenEnded(first);
    await appears('started');
    expect(await place.json('run', 'two.yaml')).toMatchObject({ code: 0, answer: { state: 'completed' } });
    const { answer } = await place.json('runs', '--status', 'running');
    expect(answer).toMatchObject({ items: [{ workflow: 'Waiting' }] });
    await writeFile(path.join(place.folder, 'go'), '');
    expect((await firstEnded).code).toBe(0);
    expect(has('home/host.json')).toBe(false);
  });

  it('cancel a run of another command, which ends with 4', async () => {
    await place.write('waiting.yaml', waiting(logAfter));
    const first = place.start('run', 'waiting.yaml');
    const firstEnded = whenEnded(first);
    await appears('started');
    const { answer } = await place.json('runs', '--status', 'running');
    const runId = (answer as { items: { runId: string }[] }).items[0]?.runId ?? '';
    expect(await place.json('cancel', runId)).toMatchObject({ code: 0, answer: { state: 'cancelled' } });
    expect((await firstEnded).code).toBe(4);
  });

  it('go on by themselves when the engine they used is killed', async () => {
    await place.write('waiting.yaml', waiting(logAfter));
    await place.write('slow.yaml', `name: Slow\nsteps:\n  - { id: pause, delay: 1s }\n  - { id: after, action: ${logAfter} }\n`);
    const first = place.start('run', 'waiting.yaml');
    const firstEnded = whenEnded(first);
    await appears('started');
    const second = place.json('run', 'slow.yaml');
    await vi.waitFor(async () => expect((await place.json('runs', '--workflow', 'Slow')).answer).toMatchObject({ items: [{}] }), {
      timeout: 10_000,
    });
    first.kill('SIGKILL');
    await firstEnded;
    expect(await second).toMatchObject({ code: 0, answer: { workflow: 'Slow', state: 'completed' } });
    await writeFile(path.join(place.folder, 'go'), '');
  });

  it('go on by themselves when the command whose engine they used ends, and no step is interrupted', async () => {
    await place.write('first.yaml', waiting(logAfter));
    await place.write(
      'second.yaml',
      waiting(logAfter).replace('Waiting', 'Second').replaceAll('started', 'begun').replaceAll(' go ', ' on '),
    );
    const first = whenEnded(place.start('run', 'first.yaml'));
    await appears('started');
    const second = place.json('run', 'second.yaml');
    await appears('begun');
    await writeFile(path.join(place.folder, 'go'), '');
    await vi.waitFor(() => expect(has('home/pawl.sock')).toBe(false), { timeout: 10_000 });
    await writeFile(path.join(place.folder, 'on'), '');
    expect((await first).code).toBe(0);
    expect(await second).toMatchObject({
      code: 0,
      answer: {
        workflow: 'Second',
        state: 'completed',
        steps: [
          { id: 'wait', attempts: 1 },
          { id: 'after', state: 'succeeded' },
        ],
      },
    });
  });

  it('leave a detached run to the background', async () => {
    await place.write('two.yaml', twoSteps);
    const { stdout, code } = await place.pawl('run', 'two.yaml', '--detach');
    expect(code).toBe(0);
    const runId = stdout.trim();
    await vi.waitFor(async () => expect((await place.json('status', runId)).answer).toMatchObject({ runId, state: 'completed' }), {
      timeout: 15_000,
      interval: 200,
    });
  });
});
