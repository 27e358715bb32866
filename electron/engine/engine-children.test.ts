import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../shared/run/events.ts';
import { engineHarness, gate, type Harness, untilStopped } from '../../test/support/engine-harness.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { RunRow } from '../store/runs-table.ts';

const open = engineHarness();
const started =
  (path: string) =>
  (event: RunEvent): boolean =>
    event.type === 'step.started' && event.path === path;
const isWaiting = (event: RunEvent): boolean => event.type === 'step.waiting';

/** The child of a run, once it performs its step `a`. */
async function childAtWork(harness: Harness, parent: RunRow): Promise<RunRow> {
  for (;;) {
    const [child] = harness.store.runs.childrenOf(parent.key);
    if (child !== undefined && harness.events(child).some(started('a'))) return child;
    await new Promise<void>((resolve) => {
      const stop = harness.engine.listen(() => {
        stop();
        resolve();
      });
    });
  }
}

const slow = { behave: (_: unknown, { signal }: { signal: AbortSignal }) => untilStopped(signal) };
const CHILD = `
name: Child
variables: [{ name: n, type: number, required: true }]
steps: [{ id: a, action: test.pure, with: { n: '{{ n }}' } }]
outputs: { twice: '{{ a.n * 2 }}' }
`;

describe('a step that runs another workflow', () => {
  it('gives it inputs and takes its outputs, and the child takes no place of its own', async () => {
    const harness = await open({ maxRuns: 1 });
    await harness.save(CHILD);
    const view = await harness.run(`
steps:
  - { id: call, workflow: Child, with: { n: 21 } }
  - { id: act, action: workflow.run, with: { workflow: Child, with: { n: 1 } } }
outputs: { a: '{{ call.twice }}', b: '{{ act.twice }}' }
`);
    expect(view.outputs).toEqual({ a: 42, b: 2 });
    const children = harness.store.runs.childrenOf(harness.store.runs.byId(view.runId)?.key ?? 0);
    expect(children.map((child) => [child.triggeredBy, child.parentPath, child.depth])).toEqual([
      [`run:${view.runId}`, 'call', 1],
      [`run:${view.runId}`, 'act', 1],
    ]);
  });

  it('fails when the child fails, naming it and why; tried again, it starts another child', async () => {
    let tries = 0;
    const harness = await open({
      behave: () => {
        tries += 1;
        if (tries < 3) throw new Error('child trouble');
        return { n: 4 };
      },
    });
    await harness.save(CHILD);
    const failed = await harness.run('steps: [{ id: call, workflow: Child, with: { n: 1 } }]');
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'WORKFLOW_FAILED', stepId: 'call' } });
    expect(failed.error?.message).toMatch(/^The workflow Child \(run \w+\) ended failed: child trouble$/);
    for (const step of ['workflow: Child, with: { n: 1 }', 'action: workflow.run, with: { workflow: Child, with: { n: 1 } }']) {
      tries = 1;
      const run = await harness.start(`name: Parent\nsteps: [{ id: call, ${step}, retry: { maxRetries: 2, delay: 1s } }]`);
      await harness.happened(run, (event) => event.type === 'step.failed');
      await harness.clock.advance(1000);
      expect(await harness.ended(run)).toMatchObject({ state: 'completed', steps: [{ attempts: 2, output: { twice: 8 } }] });
    }
  });

  it('EN-9 refuses a circle and names the way round it', async () => {
    const harness = await open();
    await harness.save('name: B\nsteps: [{ id: to_a, workflow: \'{{ "A" }}\' }]');
    const view = await harness.run('name: A\nsteps: [{ id: to_b, workflow: B }]');
    expect(view.state).toBe('failed');
    expect(view.error?.message).toContain('Workflows call each other in a circle: A → B → A');
  });

  it('EN-9 refuses more than 20 workflows below each other', async () => {
    const harness = await open();
    for (let depth = 21; depth > 0; depth--) {
      const step = depth === 21 ? 'action: test.pure' : `workflow: W${depth + 1}`;
      await harness.save(`name: W${depth}\nsteps: [{ id: s, ${step} }]`);
    }
    const view = await harness.run('name: W0\nsteps: [{ id: s, workflow: W1 }]');
    expect(view.error?.message).toContain('Workflows call each other 20 deep; W21 would be one more');
    const shallow = await harness.run('name: Top\nsteps: [{ id: s, workflow: W2 }]');
    expect(shallow.state).toBe('completed');
  });

  it('tells what is wrong with the call: no such workflow, an input that is missing, busy with skip', async () => {
    const first = gate();
    const harness = await open({ behave: () => first.opened.then(() => null) });
    await harness.save(CHILD);
    const unknown = await harness.run('name: P1\nsteps: [{ id: call, workflow: Nobody }]');
    expect(unknown.error).toMatchObject({ code: 'WORKFLOW_NOT_FOUND', message: 'There is no workflow named Nobody' });
    const input = await harness.run('name: P2\nsteps: [{ id: call, workflow: Child }]');
    expect(input.error?.code).toBe('INVALID_INPUT');
    const once = await harness.save('name: Once\nsettings: { concurrency: { whenBusy: skip } }\nsteps: [{ id: a, action: test.pure }]');
    const busy = await harness.start(once);
    const skipped = await harness.run('name: P3\nsteps: [{ id: call, workflow: Once }]');
    expect(skipped.error).toMatchObject({ code: 'WORKFLOW_BUSY', message: expect.stringContaining(busy.id) });
    const noted = await harness.run('name: P4\nsteps: [{ id: call, action: workflow.run, with: { workflow: Once } }]');
    expect(noted.steps[0]?.output).toEqual({ verdict: 'skipped', runId: busy.id });
    first.open();
    await harness.ended(busy);
  });

  it('does not wait with wait: false', async () => {
    const first = gate();
    const harness = await open({ behave: () => first.opened.then(() => ({ n: 1 })) });
    await harness.save(CHILD);
    const view = await harness.run('steps: [{ id: call, action: workflow.run, with: { workflow: Child, with: { n: 1 }, wait: false } }]');
    expect(view.state).toBe('completed');
    const [child] = harness.store.runs.childrenOf(harness.store.runs.byId(view.runId)?.key ?? 0);
    expect(view.steps[0]?.output).toEqual({ runId: child?.id });
    first.open();
    if (child !== undefined) expect((await harness.ended(child)).state).toBe('completed');
  });

  for (const [kind, step] of [
    ['workflow', 'workflow: Child, with: { n: 1 }'],
    ['workflow.run', 'action: workflow.run, with: { workflow: Child, with: { n: 1 } }'],
  ] as const) {
    it(`(${kind}) a cancel stops the child first, and both end cancelled`, async () => {
      const harness = await open(slow);
      await harness.save(CHILD);
      const run = await harness.start(`steps: [{ id: call, ${step} }]`);
      const child = await childAtWork(harness, run);
      expect((await harness.engine.cancel(run, 'ada')).status).toBe('cancelled');
      expect(harness.view(child).state).toBe('cancelled');
      expect(harness.view(run).steps[0]?.state).toBe('cancelled');
      expect(harness.faults).toEqual([]);
    });

    it(`(${kind}) a time-out of the step stops the child and fails the step`, async () => {
      const harness = await open(slow);
      await harness.save(CHILD);
      const run = await harness.start(`steps: [{ id: call, timeout: 1m, ${step} }]`);
      const child = await childAtWork(harness, run);
      await harness.clock.advance(60_000 - 1);
      await harness.clock.advance(1);
      expect(await harness.ended(run)).toMatchObject({ state: 'failed', error: { code: 'TIMEOUT' }, steps: [{ state: 'timed_out' }] });
      expect(harness.view(child).state).toBe('cancelled');
    });

    it(`(${kind}) a parent that is recovered waits for the same child`, async () => {
      const before = await open();
      await before.save(
        CHILD.replace(
          "{ id: a, action: test.pure, with: { n: '{{ n }}' } }",
          "{ id: pause, delay: 1h }, { id: a, action: test.pure, with: { n: '{{ n }}' } }",
        ),
      );
      const run = await before.start(`steps: [{ id: call, ${step} }]`);
      const child = await waitingChild(before, run);
      before.kill();
      const clock = new FakeClock(before.clock.now());
      const after = await open({ folder: before.folder, clock });
      await clock.advance(3_600_000);
      expect(await after.ended(run)).toMatchObject({ state: 'completed', steps: [{ output: { twice: 2 } }] });
      expect(after.store.runs.childrenOf(run.key).map((one) => one.id)).toEqual([child.id]);
    });

    it(`(${kind}) an engine that closes leaves the child alone`, async () => {
      const before = await open();
      await before.save(
        CHILD.replace(
          "{ id: a, action: test.pure, with: { n: '{{ n }}' } }",
          "{ id: pause, delay: 1h }, { id: a, action: test.pure, with: { n: '{{ n }}' } }",
        ),
      );
      const run = await before.start(`steps: [{ id: call, ${step} }]`);
      const child = await waitingChild(before, run);
      await before.close();
      const clock = new FakeClock(before.clock.now());
      const after = await open({ folder: before.folder, clock });
      expect(after.view(child).state).toBe('waiting');
      await clock.advance(3_600_000);
      expect((await after.ended(run)).state).toBe('completed');
      expect(before.faults).toEqual([]);
    });
  }

  it('an engine that does only what it is asked takes up the child with the parent', async () => {
    const before = await open();
    await before.save(
      CHILD.replace(
        "{ id: a, action: test.pure, with: { n: '{{ n }}' } }",
        "{ id: pause, delay: 1h }, { id: a, action: test.pure, with: { n: '{{ n }}' } }",
      ),
    );
    const run = await before.start('steps: [{ id: call, workflow: Child, with: { n: 1 } }]');
    const child = await waitingChild(before, run);
    before.kill();
    const clock = new FakeClock(before.clock.now());
    const after = await open({ folder: before.folder, clock, scope: 'asked' });
    await after.engine.resume(run, 'ada');
    await after.happened(child, (event) => event.type === 'run.recovered');
    await clock.advance(3_600_000 - 1);
    await clock.advance(1);
    expect((await after.ended(run)).state).toBe('completed');
  });
});

async function waitingChild(harness: Harness, parent: RunRow): Promise<RunRow> {
  await harness.happened(parent, (event) => event.type === 'step.started');
  for (;;) {
    const [child] = harness.store.runs.childrenOf(parent.key);
    if (child !== undefined) {
      await harness.happened(child, isWaiting);
      return child;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('which workflow a step runs', () => {
  it('is the current version, unless the step names one by number or by the version of its document', async () => {
    const harness = await open();
    await harness.save('name: Child\nversion: 1.0.0\nsteps: [{ id: a, action: test.pure }]\noutputs: { from: first }');
    await harness.save('name: Child\nversion: 2.0.0\nsteps: [{ id: a, action: test.pure }]\noutputs: { from: second }');
    const outputsOf = async (version: string): Promise<unknown> =>
      (await harness.run(`steps: [{ id: c, workflow: Child${version} }]`)).steps[0]?.output;
    expect(await outputsOf('')).toEqual({ from: 'second' });
    expect(await outputsOf(", version: '1'")).toEqual({ from: 'first' });
    expect(await outputsOf(', version: 1.0.0')).toEqual({ from: 'first' });
    expect((await harness.run("steps: [{ id: c, workflow: Child, version: '9' }]")).error).toMatchObject({ code: 'VERSION_NOT_FOUND' });
  });

  it('fails the step with a reason when that workflow has steps that cannot be run yet', async () => {
    const harness = await open();
    await harness.save('name: Child\nsteps: [{ id: a, action: plugin.execute }]');
    expect((await harness.run('steps: [{ id: c, workflow: Child }]')).error).toMatchObject({
      code: 'WORKFLOW_INVALID',
      message: expect.stringContaining('plugin.execute'),
    });
  });
});
