import { describe, expect, it } from 'vitest';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { engineHarness, untilStopped } from '../../test/support/engine-harness.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';

const open = engineHarness();
const SECOND = 1000;
const MINUTE = 60 * SECOND;

const isWaiting = (event: RunEvent): boolean => event.type === 'step.waiting';
const failedFor = (attempt: number) => (event: RunEvent) => event.type === 'step.failed' && event.attempt === attempt;

function flaky(failures: number, error = new ActionError('FLAKY', 'not yet', { kind: 'retryable' })) {
  const at: number[] = [];
  let clock: FakeClock | undefined;
  return {
    at,
    use: (used: FakeClock) => {
      clock = used;
    },
    behave: () => {
      at.push(clock?.now() ?? 0);
      if (at.length <= failures) throw error;
      return { tries: at.length };
    },
  };
}

describe('retry', () => {
  it('waits delay × backoff each time, never longer than maxDelay, and counts the attempts', async () => {
    const step = flaky(4);
    const harness = await open({ behave: step.behave });
    const { clock } = harness;
    step.use(clock);
    const run = await harness.start(`
steps: [{ id: a, action: test.pure, retry: { maxRetries: 4, delay: 1s, backoff: 3, maxDelay: 5s } }]
`);
    const began = clock.now();
    for (const [attempt, wait] of [1, 3, 5, 5].entries()) {
      await harness.happened(run, failedFor(attempt + 1));
      expect(harness.view(run).state).toBe('waiting');
      await clock.advance(wait * SECOND);
    }
    const view = await harness.ended(run);
    expect(step.at.map((at) => at - began)).toEqual([0, 1000, 4000, 9000, 14000]);
    expect(view).toMatchObject({ state: 'completed', steps: [{ attempts: 5, output: { tries: 5 } }] });
  });

  it('takes a random share off the wait with jitter', async () => {
    const step = flaky(1);
    const harness = await open({ behave: step.behave, random: () => 0.25 });
    step.use(harness.clock);
    const run = await harness.start(`
steps: [{ id: a, action: test.pure, retry: { maxRetries: 1, delay: 8s, jitter: 0.5 } }]
`);
    const began = harness.clock.now();
    await harness.happened(run, failedFor(1));
    await harness.clock.advance(5 * SECOND);
    await harness.ended(run);
    // Half of the 8 s is fixed, a quarter of the other half is added.
    expect(step.at[1]).toBe(began + 5 * SECOND);
  });

  it('tries again only what may pass; with on, exactly the codes named there', async () => {
    const fatal = flaky(1, new ActionError('BROKEN', 'for good'));
    const harness = await open({ behave: fatal.behave });
    expect(await harness.run('steps: [{ id: a, action: test.pure, retry: { maxRetries: 3 } }]')).toMatchObject({
      state: 'failed',
      error: { code: 'BROKEN' },
      steps: [{ attempts: 1 }],
    });
    const named = flaky(1, new ActionError('BROKEN', 'for good'));
    const second = await open({ behave: named.behave });
    const run = await second.start('steps: [{ id: a, action: test.pure, retry: { maxRetries: 3, on: [BROKEN] } }]');
    await second.happened(run, failedFor(1));
    await second.clock.advance(SECOND);
    expect(await second.ended(run)).toMatchObject({ state: 'completed', steps: [{ attempts: 2 }] });
  });

  it('counts an attempt that fails before it begins, so that it is not tried for ever', async () => {
    const harness = await open();
    const run = await harness.start(`
steps:
  - { id: a, action: test.pure }
  - { id: b, action: test.pure, with: { x: '{{ a.nothing }}' }, retry: { maxRetries: 2, delay: 1s, backoff: 1, on: [MISSING_VALUE] } }
`);
    for (const attempt of [1, 2]) {
      await harness.happened(run, failedFor(attempt));
      expect(harness.view(run).state).toBe('waiting');
      await harness.clock.advance(SECOND);
    }
    expect((await harness.ended(run)).steps[1]).toMatchObject({ state: 'failed', attempts: 3, error: { code: 'MISSING_VALUE' } });
  });

  it('EN-7 a wait for the next attempt goes on after a restart, to the same time', async () => {
    const step = flaky(1);
    const before = await open({ behave: step.behave });
    step.use(before.clock);
    const run = await before.start(`
steps: [{ id: a, action: test.once, retry: { maxRetries: 2, delay: 10m } }]
`);
    const began = before.clock.now();
    await before.happened(run, failedFor(1));
    await before.clock.advance(4 * MINUTE);
    await before.close();

    const clock = new FakeClock(before.clock.now());
    const after = await open({ folder: before.folder, clock, behave: step.behave });
    step.use(clock);
    expect(after.view(run).state).toBe('waiting');
    await clock.advance(6 * MINUTE - 1);
    expect(step.at).toHaveLength(1);
    await clock.advance(1);
    expect((await after.ended(run)).steps[0]).toMatchObject({ state: 'succeeded', attempts: 2 });
    expect(step.at[1]).toBe(began + 10 * MINUTE);
  });
});

describe('delay and until', () => {
  it('wait without holding the run or a slot, and survive a restart', async () => {
    const before = await open();
    const run = await before.start(`
settings: { parallelism: 1 }
steps:
  - { id: pause, delay: 2h }
  - { id: work, action: test.pure, needs: [] }
  - { id: end, action: test.pure, needs: [pause, work] }
`);
    await before.happened(run, isWaiting);
    await before.happened(run, (event) => event.type === 'step.succeeded');
    expect(before.view(run)).toMatchObject({ state: 'waiting', reason: 'pause: until 2026-01-01T02:00:00.000Z' });
    await before.close();

    const clock = new FakeClock('2026-01-01T01:59:59Z');
    const after = await open({ folder: before.folder, clock });
    await clock.advance(SECOND - 1);
    expect(after.view(run).state).toBe('waiting');
    await clock.advance(1);
    const view = await after.ended(run);
    expect(view.state).toBe('completed');
    expect(view.steps.find((one) => one.id === 'pause')?.output).toEqual({ at: '2026-01-01T02:00:00.000Z' });
  });

  it('a time that has passed while nobody ran is over at once', async () => {
    const before = await open();
    const run = await before.start("steps: [{ id: pause, until: '2026-01-02T00:00:00Z' }]");
    await before.happened(run, isWaiting);
    before.kill();
    const clock = new FakeClock('2026-02-01T00:00:00Z');
    const after = await open({ folder: before.folder, clock });
    await clock.advance(0);
    expect((await after.ended(run)).state).toBe('completed');
  });

  it('take expressions, and tell what is no duration and no time', async () => {
    const harness = await open();
    const run = await harness.start(`
variables: [{ name: wait, type: string, default: 90s }]
steps: [{ id: pause, delay: '{{ wait }}' }, { id: then, until: steps.pause.output.at }]
`);
    await harness.happened(run, isWaiting);
    await harness.clock.advance(90 * SECOND);
    await harness.happened(run, (event) => isWaiting(event) && 'path' in event && event.path === 'then');
    await harness.clock.advance(0);
    expect((await harness.ended(run)).state).toBe('completed');
    const bad = await harness.run("variables: [{ name: x, type: string, default: soon }]\nsteps: [{ id: p, delay: '{{ x }}' }]");
    expect(bad.error?.code).toBe('INVALID_DELAY');
    const worse = await harness.run('variables: [{ name: x, type: string, default: soon }]\nsteps: [{ id: p, until: x }]');
    expect(worse.error?.code).toBe('INVALID_TIME');
  });
});

describe('time-outs', () => {
  const slow = { behave: (_: unknown, { signal }: { signal: AbortSignal }) => untilStopped(signal) };

  it('a step is stopped when its time is up, and tried again as its retry says', async () => {
    const harness = await open(slow);
    const run = await harness.start(`
steps: [{ id: a, action: test.once, timeout: 10s, retry: { maxRetries: 1, delay: 1s } }]
`);
    await harness.happened(run, (event) => event.type === 'step.started');
    await harness.clock.advance(10 * SECOND);
    await harness.happened(run, failedFor(1));
    await harness.clock.advance(SECOND);
    await harness.happened(run, (event) => event.type === 'step.started' && event.attempt === 2);
    await harness.clock.advance(10 * SECOND);
    const view = await harness.ended(run);
    expect(view).toMatchObject({ state: 'failed', error: { code: 'TIMEOUT', stepId: 'a' }, steps: [{ state: 'timed_out', attempts: 2 }] });
  });

  it('a failure edge takes a time-out for a failure', async () => {
    const harness = await open(slow);
    const run = await harness.start(`
steps:
  - { id: a, action: test.once, timeout: 10s }
  - { id: b, action: log, with: { message: late }, needs: [{ step: a, on: failure }] }
`);
    await harness.happened(run, (event) => event.type === 'step.started');
    await harness.clock.advance(10 * SECOND);
    expect(await harness.ended(run)).toMatchObject({
      state: 'completed_with_errors',
      steps: [{ state: 'timed_out' }, { state: 'succeeded' }],
    });
  });

  it('a container is stopped with what is inside it', async () => {
    const harness = await open(slow);
    const run = await harness.start(`
steps: [{ id: each, forEach: [1, 2], timeout: 10s, steps: [{ id: a, action: test.once }] }]
`);
    await harness.happened(run, (event) => event.type === 'step.started' && event.path === 'each[0]/a');
    await harness.clock.advance(10 * SECOND);
    const view = await harness.ended(run);
    expect(view).toMatchObject({ state: 'failed', error: { code: 'TIMEOUT', message: 'each took longer than 10000 ms' } });
    expect(view.steps.map((step) => [step.path, step.state])).toEqual([
      ['each', 'timed_out'],
      ['each[0]/a', 'timed_out'],
    ]);
  });

  it('a container that ends in time is not told of its time-out later', async () => {
    const harness = await open();
    const run = await harness.start(`
steps:
  - { id: each, forEach: [1], timeout: 10s, steps: [{ id: a, action: test.pure }] }
  - { id: pause, delay: 1m }
`);
    await harness.happened(run, isWaiting);
    await harness.clock.advance(MINUTE);
    expect((await harness.ended(run)).state).toBe('completed');
    expect(harness.events(run).map((event) => event.type)).not.toContain('step.timing_out');
    expect(harness.clock.pendingTimers).toBe(0);
  });

  it('what a container has used of its time before a restart counts', async () => {
    const before = await open();
    const run = await before.start(`
steps: [{ id: each, forEach: [1], timeout: 10m, steps: [{ id: a, delay: 1h }] }]
`);
    await before.happened(run, isWaiting);
    await before.clock.advance(6 * MINUTE);
    await before.close();
    const clock = new FakeClock(before.clock.now());
    const after = await open({ folder: before.folder, clock });
    await clock.advance(4 * MINUTE - 1);
    expect(after.view(run).state).toBe('waiting');
    await clock.advance(1);
    expect((await after.ended(run)).error?.code).toBe('TIMEOUT');
  });

  it('a delay does not outlast the time-out of its step', async () => {
    const harness = await open();
    const run = await harness.start('steps: [{ id: pause, delay: 1h, timeout: 1m }]');
    await harness.happened(run, isWaiting);
    await harness.clock.advance(MINUTE - 1);
    expect(harness.view(run).state).toBe('waiting');
    await harness.clock.advance(1);
    expect(await harness.ended(run)).toMatchObject({ state: 'failed', steps: [{ state: 'timed_out' }] });
    expect(harness.clock.pendingTimers).toBe(0);
  });

  it('settings.timeout ends the run: steps are stopped, finally runs, the run is timed out', async () => {
    const harness = await open(slow);
    const run = await harness.start(`
settings: { timeout: 5m }
steps: [{ id: a, action: test.once }]
finally: [{ id: clean, action: log, with: { message: bye } }]
`);
    await harness.happened(run, (event) => event.type === 'step.started');
    await harness.clock.advance(5 * MINUTE);
    const view = await harness.ended(run);
    expect(view).toMatchObject({ state: 'timed_out', error: { code: 'RUN_TIMEOUT' } });
    expect(view.steps.map((step) => [step.id, step.state])).toEqual([
      ['a', 'timed_out'],
      ['clean', 'succeeded'],
    ]);
  });

  it('the time of a run goes on counting over a restart', async () => {
    const before = await open();
    const run = await before.start('settings: { timeout: 5m }\nsteps: [{ id: pause, delay: 1h }]');
    await before.happened(run, isWaiting);
    before.kill();
    const clock = new FakeClock(before.clock.now() + 5 * MINUTE);
    const after = await open({ folder: before.folder, clock });
    await clock.advance(0);
    expect((await after.ended(run)).state).toBe('timed_out');
  });
});
