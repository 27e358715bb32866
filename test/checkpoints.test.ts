import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { planRetry, prepareResume, prepareRetry } from '../electron/api/retry-run.ts';
import { checkRuns } from '../electron/engine/check-runs.ts';
import { compareWithEvents, listCheckpoints, validateCheckpoint } from '../electron/engine/checkpoints.ts';
import { openStore } from '../electron/store/store.ts';
import { engineHarness, type Harness } from './support/engine-harness.ts';

const open = engineHarness();

const chain = `
steps:
  - { id: one, action: test.once, with: { step: one } }
  - { id: two, action: test.once, with: { step: two } }
  - { id: three, action: test.once, with: { step: three } }
`;

/** How often each step was done, over all runs. */
async function counting(fails: ReadonlySet<string> = new Set()): Promise<{ harness: Harness; done: string[]; fails: Set<string> }> {
  const done: string[] = [];
  const failing = new Set(fails);
  const harness = await open({
    behave: ({ step }) => {
      if (failing.has(String(step))) throw new Error(`${step} is to fail`);
      done.push(String(step));
      return { step: step ?? null };
    },
  });
  return { harness, done, fails: failing };
}

describe('checkpoints', () => {
  it('stand after each step that ended, newest first, with the size of the results so far', async () => {
    const { harness } = await counting();
    const run = await harness.start(chain);
    await harness.ended(run);
    const checkpoints = listCheckpoints(harness.store, run);
    expect(checkpoints.map(({ label, madeBy, automatic }) => [label, madeBy, automatic])).toEqual([
      ['after three', 'engine', true],
      ['after two', 'engine', true],
      ['after one', 'engine', true],
    ]);
    const sizes = checkpoints.map(({ bytes }) => bytes);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes.at(-1)).toBeGreaterThan(0);
  });

  it('are thinned to one in each checkpointInterval', async () => {
    const { harness } = await counting();
    const run = await harness.start(`settings: { checkpointInterval: 1h }\n${chain}`);
    await harness.ended(run);
    expect(listCheckpoints(harness.store, run).map(({ label }) => label)).toEqual(['after one']);
  });

  it('lead to a new run that takes what was there and does the rest', async () => {
    const { harness, done } = await counting();
    const run = await harness.start(chain);
    await harness.ended(run);
    const afterOne = listCheckpoints(harness.store, run).at(-1);
    const outcome = await harness.engine.admit(
      await prepareResume(harness.parts, harness.store.runs.byId(run.id) ?? run, afterOne?.seq ?? 0),
    );
    if (outcome.verdict !== 'started') throw new Error(outcome.verdict);
    const view = await harness.ended(outcome.run);
    expect(view.state).toBe('completed');
    expect(done).toEqual(['one', 'two', 'three', 'two', 'three']);
    expect(view.steps.map(({ id, reason }) => [id, reason])).toEqual([
      ['one', `taken from run ${run.id}`],
      ['two', null],
      ['three', null],
    ]);
  });

  it('are valid as long as the results they stand for are there, and say what is missing', async () => {
    const { harness } = await counting();
    const run = await harness.start(chain);
    await harness.ended(run);
    const [newest] = listCheckpoints(harness.store, run);
    expect(validateCheckpoint(harness.store, run, newest?.seq ?? 0)).toEqual([]);
    expect(validateCheckpoint(harness.store, run, 999)).toEqual([expect.stringContaining('999 events should stand before it')]);
  });
});

describe('a retry', () => {
  it('tells beforehand what runs again and what is taken, and then does that', async () => {
    const { harness, done, fails } = await counting(new Set(['two']));
    const run = await harness.start(chain);
    await harness.ended(run);
    const ended = harness.store.runs.byId(run.id);
    if (ended === undefined) throw new Error('the run is gone');
    expect(planRetry(harness.parts, ended, { latest: false })).toEqual({ rerun: ['two', 'three'], reused: ['one'] });
    fails.clear();
    const outcome = await harness.engine.admit(await prepareRetry(harness.parts, ended, { latest: false }));
    if (outcome.verdict !== 'started') throw new Error(outcome.verdict);
    expect((await harness.ended(outcome.run)).state).toBe('completed');
    expect(done).toEqual(['one', 'two', 'three']);
  });

  it('from a step runs it and what depends on it again, and nothing else', async () => {
    const { harness } = await counting();
    const run = await harness.start(`
steps:
  - { id: one, needs: [], action: test.once }
  - { id: aside, needs: [], action: test.once }
  - { id: two, needs: [one], action: test.once }
  - { id: three, needs: [two, aside], action: test.once }
`);
    await harness.ended(run);
    const ended = harness.store.runs.byId(run.id);
    if (ended === undefined) throw new Error('the run is gone');
    expect(planRetry(harness.parts, ended, { from: 'two', latest: false })).toEqual({ rerun: ['two', 'three'], reused: ['one', 'aside'] });
  });

  it('on the latest version takes no result of a step that says something else now', async () => {
    const { harness } = await counting();
    const saved = await harness.save(`name: Changing\n${chain}`);
    const run = await harness.start(saved);
    await harness.ended(run);
    await harness.save(`name: Changing\n${chain.replace('{ step: two }', '{ step: second }')}`);
    const ended = harness.store.runs.byId(run.id);
    if (ended === undefined) throw new Error('the run is gone');
    expect(planRetry(harness.parts, ended, { from: 'three', latest: false })).toEqual({ rerun: ['three'], reused: ['one', 'two'] });
    expect(planRetry(harness.parts, ended, { from: 'three', latest: true })).toEqual({ rerun: ['two', 'three'], reused: ['one'] });
  });
});

describe('the event log', () => {
  it('says what the rows say, for every run', async () => {
    const { harness } = await counting(new Set(['two']));
    for (const text of [
      chain,
      `settings: { continueOnError: true }\n${chain}`,
      'steps: [{ id: a, forEach: [1, 2], steps: [{ id: b, action: test.once }] }]',
    ]) {
      await harness.ended(await harness.start(text));
    }
    expect(await checkRuns(harness.store)).toEqual({ checked: 3, problems: [] });
  });

  it('gives away a row that was changed behind its back', async () => {
    const { harness } = await counting(new Set(['two']));
    const run = await harness.start(chain);
    await harness.ended(run);
    const { dataDir } = harness.store;
    await harness.close();
    const raw = new Sqlite(join(dataDir, 'pawl.db'));
    raw.prepare('DELETE FROM run_events WHERE run_key = ? AND seq = 2').run(run.key);
    raw.close();
    const store = openStore({ dataDir, newId: () => 'again', onPoisoned: () => undefined });
    expect(compareWithEvents(store, run)).toContainEqual(expect.stringContaining('is missing'));
    store.close();
  });
});
