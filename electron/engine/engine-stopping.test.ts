import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineHarness, gate, type Harness } from '../../test/support/engine-harness.ts';
import type { Executor } from '../executors/executor.ts';
import type { RunRow } from '../store/runs-table.ts';

const open = engineHarness();
const WRITE = 'steps: [{ id: a, action: file.write, with: { path: made.txt, content: hello } }]';

/** An engine whose step has been asked to start and works out what it is about to do: nothing of it is recorded yet. */
async function justBeforeItBegins(text: string): Promise<{ before: Harness; run: RunRow }> {
  const reached = gate();
  const wrap = (executor: Executor): Executor => ({
    ...executor,
    intent: () => {
      reached.open();
      return new Promise<never>(() => {});
    },
  });
  const before = await open({ wrap });
  const run = await before.start(text);
  await reached.opened;
  return { before, run };
}

describe('a step that was asked to start and had not begun when the engine was killed', () => {
  const inLoop = `steps: [{ id: loop, times: 1, timeout: 1m, ${WRITE} }]`;
  it.each([
    ['its run had been cancelled', WRITE, 'run.cancelling', 'cancelled'],
    ['its run had run out of time', `settings: { timeout: 1m }\n${WRITE}`, 'run.timing_out', 'timed_out'],
    ['the loop around it had run out of time', inLoop, 'step.timing_out', 'failed'],
  ])('never begins when %s before', async (_when, text, stopped, end) => {
    const { before, run } = await justBeforeItBegins(text);
    if (stopped === 'run.cancelling') before.engine.cancel(run, 'ada').catch(() => {});
    else await before.clock.advance(60_000);
    await before.happened(run, ({ type }) => type === stopped);
    before.kill();
    const after = await open({ folder: before.folder, clock: before.clock });
    const view = await after.ended(run);
    expect(view.state).toBe(end);
    expect(view.steps.find(({ id }) => id === 'a')).toMatchObject({ state: 'cancelled', attempts: 0 });
    expect(existsSync(join(after.folder, 'made.txt'))).toBe(false);
  });

  it('stays where it is when its run had been paused, over any number of restarts, and begins when it is resumed', async () => {
    const { before, run } = await justBeforeItBegins(WRITE);
    await before.engine.pause(run, 'ada');
    before.kill();
    let after = await open({ folder: before.folder, clock: before.clock });
    for (let restart = 0; restart < 4; restart++) {
      expect(after.view(run)).toMatchObject({ state: 'paused' });
      after.kill();
      after = await open({ folder: before.folder, clock: before.clock });
    }
    expect(existsSync(join(after.folder, 'made.txt'))).toBe(false);
    await after.engine.resume(run, 'ada');
    expect((await after.ended(run)).state).toBe('completed');
    expect(existsSync(join(after.folder, 'made.txt'))).toBe(true);
  });
});

describe('a step that was to begin again when its run is cancelled', () => {
  it.each([
    ['of the run', WRITE],
    ['in a loop', `steps: [{ id: loop, times: 1, ${WRITE} }]`],
  ])('ends with it, so that nothing %s is said to wait for ever', async (_where, text) => {
    const { before, run } = await justBeforeItBegins(text);
    await before.engine.pause(run, 'ada');
    before.kill();
    const after = await open({ folder: before.folder, clock: before.clock });
    expect((await after.engine.cancel(run, 'ada')).status).toBe('cancelled');
    expect(after.view(run).steps.map(({ id, state }) => [id, state])).toContainEqual(['a', 'cancelled']);
    expect(after.store.steps.list(run.key).map(({ status }) => status)).not.toContain('ready');
    expect(existsSync(join(after.folder, 'made.txt'))).toBe(false);
    expect(after.faults).toEqual([]);
  });
});

describe('a step that was on its way to a wait when its run was cancelled', () => {
  it.each([
    ['an approval', "{ id: a, approve: { message: '{{ [1, 2].map(x => x + 1).join() }}' } }"],
    ['an event', "{ id: a, waitFor: { event: '{{ [1, 2].map(x => `n${x}`).join(`.`) }}' } }"],
    ['a time', "{ id: a, delay: '{{ [1, 2].map(x => x * 1000)[1] }}' }"],
  ])('does not wait for %s that nobody wants any more', async (_what, step) => {
    const harness = await open();
    const run = await harness.start(`steps: [${step}]`);
    // What it waits for is worked out in a worker, which has only just been asked.
    expect((await harness.engine.cancel(run, 'ada')).status).toBe('cancelled');
    expect((await harness.ended(run)).steps[0]?.state).toBe('cancelled');
    expect(harness.store.inbox.list({ open: true, runKey: run.key, limit: 10 })).toEqual([]);
    expect(harness.clock.pendingTimers).toBe(0);
    expect(harness.faults).toEqual([]);
  });
});

describe('a run that has just come to its end, which is not on the disk yet', () => {
  it('is not told anything any more: its end stays the last of its events', async () => {
    const harness = await open();
    let orders: Promise<unknown> | undefined;
    harness.engine.listen(({ runId, event }) => {
      // The commit that tells of the step is the one before the run's end.
      const run = event.type === 'step.succeeded' ? harness.store.runs.byId(runId) : undefined;
      if (run !== undefined) orders = Promise.all([harness.engine.cancel(run, 'ada'), harness.engine.pause(run, 'ada')]);
    });
    const run = await harness.start('steps: [{ id: a, action: test.once }]');
    expect((await harness.ended(run)).state).toBe('completed');
    await orders;
    expect(orders).toBeDefined();
    expect(harness.events(run).map(({ type }) => type)).toEqual(['run.started', 'step.started', 'step.succeeded', 'run.finished']);
    expect(harness.faults).toEqual([]);
  });
});
