import { describe, expect, it } from 'vitest';
import type { RunsUpdate } from '../../shared/contract/run-view.ts';
import { engineHarness, type Harness } from '../../test/support/engine-harness.ts';
import { createRunsWatch } from './watch-runs.ts';

const open = engineHarness();
const oneStep = 'steps: [{ id: a, action: log, with: { message: hi } }]';

/** Watches from now on; `wait` gives the first update, told already or later, that is as wanted. */
function watch({ store, engine, clock }: Harness, runs = createRunsWatch({ store, engine, clock })) {
  const leaving = new AbortController();
  const told: RunsUpdate[] = [];
  const ended = (async () => {
    for await (const update of runs.watch(leaving.signal)) told.push(update);
  })();
  async function wait(matches: (update: RunsUpdate) => boolean): Promise<RunsUpdate> {
    await expect
      .poll(
        async () => {
          await clock.advance(100);
          return told.some(matches);
        },
        { interval: 5 },
      )
      .toBe(true);
    return told.find(matches) as RunsUpdate;
  }
  const leave = async () => {
    leaving.abort();
    await ended;
  };
  return { told, wait, leave };
}

const has = (runId: string, state: string) => (update: RunsUpdate) => update.runs.some((run) => run.runId === runId && run.state === state);

describe('watching all runs', () => {
  it('tells what is under way first, then what changes', async () => {
    const harness = await open({ maxRuns: 1 });
    const before = await harness.start('steps: [{ id: hold, delay: 1h }]');
    await harness.happened(before, (event) => event.type === 'step.waiting');
    const { told, wait, leave } = watch(harness);
    const first = await wait(() => true);
    expect(first).toMatchObject({ type: 'snapshot', counts: { waiting: 1, running: 0 }, runs: [{ runId: before.id, state: 'waiting' }] });
    const { id } = await harness.start(oneStep);
    expect(await wait(has(id, 'completed'))).toMatchObject({ type: 'changes', counts: { waiting: 1 } });
    expect(told.filter((update) => update.type === 'snapshot')).toHaveLength(1);
    await leave();
  });

  it('tells of a run that waits for a place as soon as it is accepted', async () => {
    const harness = await open({ maxRuns: 1, behave: () => new Promise(() => {}) });
    const { wait, leave } = watch(harness);
    await wait(({ type }) => type === 'snapshot');
    const { id: busy } = await harness.start('steps: [{ id: a, action: test.pure }]');
    await wait(has(busy, 'running'));
    const { id: queued } = await harness.start(oneStep);
    expect(await wait(has(queued, 'queued'))).toMatchObject({ counts: { queued: 1, running: 1 } });
    await leave();
  });

  it('tells many changes of one run as the last of them', async () => {
    const harness = await open();
    const { told, wait, leave } = watch(harness);
    await wait(({ type }) => type === 'snapshot');
    const run = await harness.run('steps: [{ id: each, times: 200, steps: [{ id: a, action: log, with: { message: hi } }] }]');
    await wait(has(run.runId, 'completed'));
    expect(told.filter(({ runs }) => runs.some(({ runId }) => runId === run.runId)).length).toBeLessThanOrEqual(3);
    await leave();
  });

  it('tells one who is slow to look again, instead of keeping everything', async () => {
    const harness = await open();
    const runs = createRunsWatch(harness);
    const slow = runs.watch(undefined);
    expect((await slow.next()).value).toMatchObject({ type: 'snapshot' });
    const saved = await harness.save(`name: Many\n${oneStep}`);
    const next = slow.next();
    await harness.run(saved);
    await harness.clock.advance(100);
    expect((await next).value).toMatchObject({ type: 'changes' });
    for (let count = 0; count < 1100; count++) await harness.start(saved);
    await expect
      .poll(
        async () => {
          await harness.clock.advance(100);
          return harness.store.runs.live().length;
        },
        { interval: 5 },
      )
      .toBe(0);
    await harness.clock.advance(100);
    expect((await slow.next()).value).toMatchObject({ type: 'snapshot', runs: [] });
    await slow.return(undefined);
  });

  it('listens to nothing once nobody watches', async () => {
    const harness = await open();
    const { wait, leave } = watch(harness);
    await wait(() => true);
    await leave();
    await harness.run(oneStep);
    expect(harness.clock.pendingTimers).toBe(0);
  });
});
