import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../shared/run/events.ts';
import { engineHarness, gate, type Harness, untilStopped } from '../../test/support/engine-harness.ts';

const open = engineHarness();
const started =
  (path: string) =>
  (event: RunEvent): boolean =>
    event.type === 'step.started' && event.path === path;
const ended =
  (path: string) =>
  (event: RunEvent): boolean =>
    event.type === 'step.succeeded' && event.path === path;
const slow = { behave: (_: unknown, { signal }: { signal: AbortSignal }) => untilStopped(signal) };

describe('pause and resume', () => {
  it('a pause lets the step under way end and starts no more until the run is resumed', async () => {
    const first = gate();
    const harness = await open({ behave: () => first.opened.then(() => null) });
    const run = await harness.start('steps: [{ id: a, action: test.pure }, { id: b, action: log, with: { message: b } }]');
    await harness.happened(run, started('a'));
    await harness.engine.pause(run, 'ada');
    expect(harness.view(run).state).toBe('running');
    first.open();
    await harness.happened(run, ended('a'));
    expect(harness.view(run).state).toBe('paused');
    expect(harness.events(run).some(started('b'))).toBe(false);
    await harness.engine.resume(run, 'ada');
    expect((await harness.ended(run)).state).toBe('completed');
  });

  it('a paused run stays paused over a restart', async () => {
    const before = await open();
    const run = await before.start('steps: [{ id: a, delay: 1m }, { id: b, action: test.pure }]');
    await before.happened(run, (event) => event.type === 'step.waiting');
    await before.engine.pause(run, 'ada');
    await before.close();
    const after = await open({ folder: before.folder, clock: before.clock });
    await after.clock.advance(60_000);
    await after.happened(run, ended('a'));
    expect(after.view(run).state).toBe('paused');
    await after.engine.resume(run, 'ada');
    expect((await after.ended(run)).state).toBe('completed');
  });

  it('a run that waits in the queue can be paused and resumed, and starts when there is a place', async () => {
    const first = gate();
    const harness = await open({ maxRuns: 1, behave: () => first.opened.then(() => null) });
    const busy = await harness.start('steps: [{ id: a, action: test.pure }]');
    const run = await harness.start('name: Other\nsteps: [{ id: a, action: log, with: { message: a } }]');
    await harness.engine.pause(run, 'ada');
    expect(harness.view(run).state).toBe('paused');
    first.open();
    await harness.ended(busy);
    expect(harness.view(run)).toMatchObject({ state: 'paused', startedAt: null });
    await harness.engine.resume(run, 'ada');
    expect((await harness.ended(run)).state).toBe('completed');
    expect(harness.faults).toEqual([]);
  });

  it('a run that was paused in the queue and resumed takes the place when another run ends', async () => {
    const first = gate();
    const harness = await open({ maxRuns: 1, behave: () => first.opened.then(() => null) });
    const busy = await harness.start('steps: [{ id: a, action: test.pure }]');
    const run = await harness.start('name: Other\nsteps: [{ id: a, action: log, with: { message: a } }]');
    await harness.engine.pause(run, 'ada');
    await harness.engine.resume(run, 'ada');
    expect(harness.view(run).state).toBe('queued');
    first.open();
    await harness.ended(busy);
    expect((await harness.ended(run)).state).toBe('completed');
    expect(harness.faults).toEqual([]);
  });
});

describe('cancel', () => {
  it('stops the step under way, runs finally, and resolves when the run has ended', async () => {
    const harness = await open(slow);
    const run = await harness.start(`
steps: [{ id: a, action: test.once }, { id: b, action: log, with: { message: b } }]
finally: [{ id: clean, action: log, with: { message: bye } }]
`);
    await harness.happened(run, started('a'));
    const row = await harness.engine.cancel(run, 'ada', 'enough');
    expect(row.status).toBe('cancelled');
    const view = harness.view(run);
    expect(view.steps.map((step) => [step.id, step.state])).toEqual(
      expect.arrayContaining([
        ['a', 'cancelled'],
        ['clean', 'succeeded'],
      ]),
    );
    expect(harness.events(run)).toContainEqual({ type: 'run.cancelling', by: 'ada', reason: 'enough' });
    expect(harness.events(run).some(started('b'))).toBe(false);
  });

  it('ends the processes of a shell step before the run is cancelled', async () => {
    const harness = await open();
    const run = await harness.start("steps: [{ id: a, action: shell.run, with: { command: 'echo ready; sleep 600' } }]");
    await new Promise<void>((resolve) => {
      const stop = harness.parts.logs.watch(run.id, () => {
        stop();
        resolve();
      });
    });
    expect((await harness.engine.cancel(run, 'ada')).status).toBe('cancelled');
    const pid = harness.store.attempts.get(run.key, 'a', 1)?.pid ?? 0;
    expect(pid).toBeGreaterThan(0);
    expect(() => process.kill(pid, 0)).toThrow(expect.objectContaining({ code: 'ESRCH' }));
  });

  it('ends a run that waits: for a time, for another try, or for a person', async () => {
    const harness = await open({
      behave: (parameters) => {
        throw Object.assign(new Error('no'), parameters);
      },
    });
    const delayed = await harness.start('steps: [{ id: a, delay: 1h }]');
    await harness.happened(delayed, (event) => event.type === 'step.waiting');
    expect((await harness.engine.cancel(delayed, 'ada')).status).toBe('cancelled');
    const retried = await harness.start(
      'name: R\nsteps: [{ id: a, action: test.pure, retry: { maxRetries: 1, delay: 1h, on: [INTERNAL] } }]',
    );
    await harness.happened(retried, (event) => event.type === 'step.failed');
    expect((await harness.engine.cancel(retried, 'ada')).status).toBe('cancelled');
    expect(harness.view(retried).steps[0]?.state).toBe('cancelled');
    expect(harness.clock.pendingTimers).toBe(0);
    expect(harness.faults).toEqual([]);
  });

  it('ends a run that is still in the queue, which then was never started', async () => {
    const harness = await open({ ...slow, maxRuns: 1 });
    const busy = await harness.start('steps: [{ id: a, action: test.pure }]');
    const run = await harness.start('name: Other\nsteps: [{ id: a, action: test.pure }]');
    expect((await harness.engine.cancel(run, 'ada')).status).toBe('cancelled');
    expect(harness.view(run)).toMatchObject({ state: 'cancelled', startedAt: null, steps: [{ attempts: 0 }] });
    await harness.engine.cancel(busy, 'ada');
  });

  it('of a run that is just getting its place is not lost', async () => {
    const first = gate();
    const harness = await open({ maxRuns: 1, behave: () => first.opened.then(() => null) });
    const busy = await harness.start('steps: [{ id: a, action: test.pure }]');
    const run = await harness.start('name: Other\nsteps: [{ id: a, delay: 1h }]');
    // Told of the end of the first run: the place is about to go to the second.
    const stop = new Promise<void>((resolve) => {
      harness.engine.listen(({ runId, event }) => {
        if (runId === busy.id && event.type === 'run.finished')
          setImmediate(() => resolve(harness.engine.cancel(run, 'ada').then(() => {})));
      });
    });
    first.open();
    await stop;
    expect(harness.view(run).state).toBe('cancelled');
    expect(harness.faults).toEqual([]);
  });

  it('of a run that has ended changes nothing', async () => {
    const harness = await open();
    const run = await harness.start('steps: [{ id: a, action: test.pure }]');
    await harness.ended(run);
    const before = harness.events(run);
    expect((await harness.engine.cancel(run, 'ada')).status).toBe('completed');
    expect(harness.events(run)).toEqual(before);
  });
});

describe('whoever looks on', () => {
  it('is told every event after its commit, in order, without gaps', async () => {
    const harness = await open();
    const told: number[] = [];
    harness.engine.listen(({ runId, seq }) => {
      const row = harness.store.runs.byId(runId);
      expect(harness.store.events.lastSeq(row?.key ?? 0)).toBeGreaterThanOrEqual(seq);
      told.push(seq);
    });
    const run = await harness.start('steps: [{ id: each, forEach: [1, 2, 3], steps: [{ id: a, action: test.pure }] }]');
    await harness.ended(run);
    expect(told).toEqual(harness.store.events.after(run.key, 0).map((row) => row.seq));
    expect(told).toEqual(told.map((_, index) => index + 1));
  });

  it('cannot break a run by throwing', async () => {
    const harness = await open();
    const stop = harness.engine.listen(() => {
      throw new Error('a listener of no use');
    });
    const run = await harness.start('steps: [{ id: a, action: test.pure }, { id: b, action: test.pure }]');
    expect((await harness.ended(run)).state).toBe('completed');
    stop();
    expect(String(harness.faults[0])).toContain('a listener of no use');
  });
});

describe('an engine that closes', () => {
  it('takes no new runs, and gives steps their time to end', async () => {
    const first = gate();
    const harness = await open({ behave: () => first.opened.then(() => ({ done: true })) });
    const run = await harness.start('steps: [{ id: a, action: test.once }, { id: b, action: test.once }]');
    await harness.happened(run, started('a'));
    const closing = harness.engine.close(5000);
    await expect(harness.start('name: Late\nsteps: [{ id: a, action: test.pure }]')).rejects.toMatchObject({ code: 'ENGINE_STOPPING' });
    first.open();
    await closing;
    expect(harness.store.steps.get(run.key, 'a')).toMatchObject({ status: 'succeeded', output: '{"done":true}' });
    expect(harness.store.steps.get(run.key, 'b')).toBeUndefined();
  });

  it('writes nothing of what it was still working out, and the next engine works it out again', async () => {
    const before = await open();
    // The first expression waits for the sandbox to start.
    const slow = '[1].length === 1';
    const run = await before.start(`
steps:
  - { id: a, action: test.pure }
  - { id: b, action: log, with: { message: b }, needs: [{ step: a, on: { expression: '${slow}' } }] }
`);
    await before.happened(run, ended('a'));
    await before.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(before.faults).toEqual([]);
    const after = await open({ folder: before.folder, clock: before.clock });
    expect((await after.ended(run)).state).toBe('completed');
  });

  it('leaves no timer behind', async () => {
    const harness: Harness = await open();
    const run = await harness.start(
      'settings: { timeout: 1h }\nsteps: [{ id: each, forEach: [1], timeout: 10m, steps: [{ id: a, delay: 1h }] }]',
    );
    await harness.happened(run, (event) => event.type === 'step.waiting');
    await harness.close();
    expect(harness.clock.pendingTimers).toBe(0);
    expect(harness.faults).toEqual([]);
  });
});
