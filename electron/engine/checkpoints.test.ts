import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineHarness } from '../../test/support/engine-harness.ts';
import { checkRuns } from './check-runs.ts';
import { compareWithEvents, foldEvents, listCheckpoints, validateCheckpoint } from './checkpoints.ts';

const open = engineHarness();

describe('checkpoints', () => {
  it('stand after each step that ended, newest first, with the bytes of the results up to there', async () => {
    const harness = await open();
    const run = await harness.start(`
steps:
  - { id: a, action: test.pure, with: { x: 1 } }
  - { id: skipped, action: log, with: { message: s }, when: false, needs: [a] }
  - { id: b, action: test.pure, with: { y: 22 }, needs: [a] }
`);
    await harness.ended(run);
    const checkpoints = listCheckpoints(harness.store, run);
    expect(checkpoints.map(({ label, automatic, bytes }) => [label, automatic, bytes])).toEqual([
      ['after b', true, 15],
      ['after skipped', true, 7],
      ['after a', true, 7],
    ]);
    for (const { seq } of checkpoints) expect(validateCheckpoint(harness.store, run, seq)).toEqual([]);
  });

  it('by hand carry their label and maker; automatic ones keep to checkpointInterval and end where they were pruned', async () => {
    const harness = await open();
    const run = await harness.start(`
settings: { checkpointInterval: 1m }
steps:
  - { id: a, action: test.pure }
  - { id: b, action: test.pure }
  - { id: pause, delay: 1m }
  - { id: c, action: test.pure }
`);
    await harness.happened(run, (event) => event.type === 'step.waiting');
    await harness.clock.advance(60_000);
    await harness.ended(run);
    expect(listCheckpoints(harness.store, run).map((one) => one.label)).toEqual(['after pause', 'after a']);
    const [, first] = listCheckpoints(harness.store, run);
    const seq = (first?.seq ?? 0) + 1;
    await harness.store.write(() => harness.store.checkpoints.put(run.key, { seq, label: 'before b', madeBy: 'ada', at: 5 }));
    await harness.store.write(() => harness.store.runs.setCheckpointsFrom(run.key, seq));
    expect(listCheckpoints(harness.store, run)).toMatchObject([
      { label: 'after pause', automatic: true },
      { label: 'before b', madeBy: 'ada', automatic: false, at: 5 },
    ]);
  });

  it('with a result that is gone cannot be gone on from, and say which', async () => {
    const harness = await open();
    const run = await harness.start(`
steps:
  - { id: a, action: test.pure }
  - { id: big, action: test.pure, with: { text: '{{ "x".repeat(100000) }}' } }
`);
    await harness.ended(run);
    const [last, first] = listCheckpoints(harness.store, run);
    await rm(join(harness.folder, 'data', 'blobs'), { recursive: true });
    expect(validateCheckpoint(harness.store, run, first?.seq ?? 0)).toEqual([]);
    expect(validateCheckpoint(harness.store, run, last?.seq ?? 0)).toEqual([expect.stringContaining('the result of big')]);
    expect(validateCheckpoint(harness.store, run, 999)).toContainEqual(expect.stringContaining('999 events should stand before it'));
  });
});

describe('the check of all runs', () => {
  it('finds nothing wrong with what the engine has written', async () => {
    const harness = await open();
    await harness.run('steps: [{ id: a, action: test.pure }]\nfinally: [{ id: f, action: test.pure }]');
    await harness.run('name: B\nsteps: [{ id: each, forEach: [1, 2], steps: [{ id: a, action: fail, with: { message: no } }] }]');
    const waiting = await harness.start('name: C\nsteps: [{ id: a, delay: 1h }]');
    await harness.happened(waiting, (event) => event.type === 'step.waiting');
    expect(await checkRuns(harness.store)).toEqual({ checked: 3, problems: [] });
  });

  it('finds a row that says something else than the events', async () => {
    const harness = await open();
    const run = await harness.start('steps: [{ id: a, delay: 1h }]');
    await harness.happened(run, (event) => event.type === 'step.waiting');
    await harness.store.write(() => harness.store.steps.settle(run.key, 'a', { status: 'succeeded', at: 1, output: '1' }));
    const row = harness.store.runs.byId(run.id) ?? run;
    expect(compareWithEvents(harness.store, row)).toEqual(['a is succeeded by its row, its events say waiting']);
    const next = harness.store.events.lastSeq(run.key) + 1;
    await harness.store.write(() => harness.store.events.append(run.key, next, 1, { type: 'run.finished', status: 'failed' }));
    expect((await checkRuns(harness.store)).problems).toEqual([
      `run ${run.id}: the events end with failed, the row says waiting`,
      `run ${run.id}: a is succeeded by its row, its events say waiting`,
    ]);
  });

  it('folds a run to where it was at any event', async () => {
    const harness = await open();
    const run = await harness.start('steps: [{ id: a, action: test.pure }, { id: b, action: test.pure }]');
    await harness.ended(run);
    const events = harness.store.events.after(run.key, 0);
    const middle = foldEvents(harness.store, run, events.slice(0, 3));
    expect([...middle.steps.values()].map((step) => step.status)).toEqual(['succeeded', 'ready']);
    expect(foldEvents(harness.store, run, events).ended).toBe('completed');
  });
});
