import { describe, expect, it } from 'vitest';
import { engineHarness, gate, type Harness, untilStopped } from '../../test/support/engine-harness.ts';
import type { RunRow } from '../store/runs-table.ts';

const open = engineHarness();

/** Steps that end when they are let go, by the name that they are given. */
function byName() {
  const gates = new Map<string, ReturnType<typeof gate<void>>>();
  const order: string[] = [];
  const gateOf = (name: string): ReturnType<typeof gate<void>> => {
    const known = gates.get(name) ?? gate();
    gates.set(name, known);
    return known;
  };
  return {
    order,
    let: (name: string) => gateOf(name).open(),
    behave: async ({ name }: Record<string, unknown>, { signal }: { signal: AbortSignal }) => {
      order.push(String(name));
      await Promise.race([gateOf(String(name)).opened, untilStopped(signal)]);
      return { name: String(name) };
    },
  };
}

function workflow(concurrency: string, more = ''): string {
  return `
variables: [{ name: name, type: string, default: x }, { name: repo, type: string, default: r }]
settings: { concurrency: ${concurrency} ${more} }
steps: [{ id: a, action: test.pure, with: { name: '{{ name }}' } }]
`;
}

const named = (name: string, repo = 'r') => ({ inputs: { name, repo } });
const stateOf = (harness: Harness, run: RunRow): string => harness.view(run).state;

describe('the limit of a workflow', () => {
  it('queue: runs wait their turn, in order', async () => {
    const steps = byName();
    const harness = await open(steps);
    const saved = await harness.save(workflow('{ limit: 2 }'));
    const runs = await Promise.all(['1', '2', '3', '4'].map((name) => harness.start(saved, named(name))));
    expect(runs.map((run) => stateOf(harness, run))).toEqual(['running', 'running', 'queued', 'queued']);
    for (const name of ['1', '2', '3', '4']) steps.let(name);
    for (const run of runs) expect((await harness.ended(run)).state).toBe('completed');
    expect(steps.order).toEqual(['1', '2', '3', '4']);
  });

  it('skip: a run that would have to wait is not made, and the busy one is named', async () => {
    const steps = byName();
    const harness = await open(steps);
    const saved = await harness.save(workflow('{ whenBusy: skip }'));
    const first = await harness.start(saved, named('1'));
    expect(await harness.admit(saved, named('2'))).toMatchObject({ verdict: 'skipped', busy: { id: first.id } });
    steps.let('1');
    await harness.ended(first);
    expect((await harness.admit(saved, named('3'))).verdict).toBe('started');
    steps.let('3');
  });

  it('replace: the run under way is cancelled, then the new one starts', async () => {
    const steps = byName();
    const harness = await open(steps);
    const saved = await harness.save(workflow('{ whenBusy: replace }'));
    const first = await harness.start(saved, named('1'));
    const second = await harness.start(saved, named('2'));
    expect((await harness.ended(first)).state).toBe('cancelled');
    expect(harness.events(first)).toContainEqual({ type: 'run.cancelling', by: 'engine', reason: `replaced by run ${second.id}` });
    steps.let('2');
    expect((await harness.ended(second)).state).toBe('completed');
  });

  it('replace with a limit above one: only as many of the oldest runs go as have to', async () => {
    const steps = byName();
    const harness = await open(steps);
    const saved = await harness.save(workflow('{ limit: 2, whenBusy: replace }'));
    const first = await harness.start(saved, named('1'));
    const second = await harness.start(saved, named('2'));
    const third = await harness.start(saved, named('3'));
    expect((await harness.ended(first)).state).toBe('cancelled');
    steps.let('2');
    steps.let('3');
    expect((await harness.ended(second)).state).toBe('completed');
    expect((await harness.ended(third)).state).toBe('completed');
  });

  it('coalesce: one run waits and takes the newest data', async () => {
    const steps = byName();
    const harness = await open(steps);
    const saved = await harness.save(workflow('{ whenBusy: coalesce }'));
    const first = await harness.start(saved, named('1'));
    const second = await harness.start(saved, named('2'));
    for (const name of ['3', '4']) {
      expect(await harness.admit(saved, named(name))).toMatchObject({ verdict: 'coalesced', run: { id: second.id, inputs: { name } } });
    }
    steps.let('1');
    steps.let('4');
    expect((await harness.ended(first)).state).toBe('completed');
    expect(await harness.ended(second)).toMatchObject({ state: 'completed', steps: [{ output: { name: '4' } }] });
    expect(steps.order).toEqual(['1', '4']);
  });

  it('a run that takes newer data after it was paused in the queue and resumed runs with that data', async () => {
    const steps = byName();
    const harness = await open(steps);
    const saved = await harness.save(workflow('{ whenBusy: coalesce }'));
    await harness.start(saved, named('1'));
    const second = await harness.start(saved, named('2'));
    await harness.engine.pause(second, 'ada');
    await harness.engine.resume(second, 'ada');
    expect((await harness.admit(saved, named('3'))).verdict).toBe('coalesced');
    steps.let('1');
    steps.let('3');
    expect(await harness.ended(second)).toMatchObject({ state: 'completed', steps: [{ output: { name: '3' } }] });
  });

  it('runs with another key do not share it', async () => {
    const steps = byName();
    const harness = await open(steps);
    const saved = await harness.save(workflow("{ key: '{{ repo }}' }"));
    const start = async (name: string, repo: string) => harness.start(saved, { ...named(name, repo), concurrencyKey: repo });
    const runs = [await start('1', 'one'), await start('2', 'two'), await start('3', 'one')];
    expect(runs.map((run) => stateOf(harness, run))).toEqual(['running', 'running', 'queued']);
    for (const name of ['1', '2', '3']) steps.let(name);
    for (const run of runs) await harness.ended(run);
  });

  it('a run that waits holds its place under the limit of its workflow', async () => {
    const harness = await open();
    const saved = await harness.save('settings: { concurrency: { limit: 1 } }\nsteps: [{ id: a, delay: 1h }]');
    const first = await harness.start(saved);
    await harness.happened(first, (event) => event.type === 'step.waiting');
    const second = await harness.start(saved);
    expect(stateOf(harness, second)).toBe('queued');
    await harness.clock.advance(3_600_000);
    await harness.ended(first);
    await harness.happened(second, (event) => event.type === 'step.waiting');
    await harness.clock.advance(3_600_000);
    expect((await harness.ended(second)).state).toBe('completed');
  });
});

describe('the limit of the engine', () => {
  it('lets so many runs go at once, and the next when one ends', async () => {
    const steps = byName();
    const harness = await open({ ...steps, maxRuns: 2 });
    const saved = await harness.save(workflow('{ limit: 100 }'));
    const runs = await Promise.all(['1', '2', '3'].map((name) => harness.start(saved, named(name))));
    expect(runs.map((run) => stateOf(harness, run))).toEqual(['running', 'running', 'queued']);
    for (const name of ['1', '2', '3']) steps.let(name);
    for (const run of runs) expect((await harness.ended(run)).state).toBe('completed');
  });

  it('a run that only waits gives its place to the next at once', async () => {
    const harness = await open({ maxRuns: 1 });
    const slow = await harness.save('name: Slow\nsteps: [{ id: a, delay: 1h }]');
    const quick = await harness.save('name: Quick\nsteps: [{ id: a, action: test.pure }]');
    const [first, second] = await Promise.all([harness.start(slow), harness.start(quick)]);
    expect(stateOf(harness, second)).toBe('queued');
    expect((await harness.ended(second)).state).toBe('completed');
    expect(stateOf(harness, first)).toBe('waiting');
  });

  it('a paused run gives its place to the next', async () => {
    const steps = byName();
    const harness = await open({ ...steps, maxRuns: 1 });
    const saved = await harness.save(
      "variables: [{ name: name, type: string, default: x }]\nsteps: [{ id: a, action: test.pure, with: { name: '{{ name }}' } }, { id: b, action: log, with: { message: b } }]",
    );
    const first = await harness.start(saved, { inputs: { name: '1' } });
    const second = await harness.start(saved, { inputs: { name: '2' } });
    await harness.engine.pause(first, 'ada');
    steps.let('1');
    steps.let('2');
    expect((await harness.ended(second)).state).toBe('completed');
    expect(stateOf(harness, first)).toBe('paused');
  });

  it('the higher priority goes first; a minute of waiting counts as one point, so that nothing starves', async () => {
    const steps = byName();
    const harness = await open({ ...steps, maxRuns: 1 });
    const saved = await harness.save(workflow('{ limit: 100 }'));
    const runs = [await harness.start(saved, named('busy'))];
    runs.push(await harness.start(saved, { ...named('old'), priority: 0 }));
    await harness.clock.advance(3 * 60_000);
    runs.push(await harness.start(saved, { ...named('two'), priority: 2 }));
    runs.push(await harness.start(saved, { ...named('four'), priority: 4 }));
    runs.push(await harness.start(saved, { ...named('low'), priority: -50 }));
    for (const name of ['busy', 'old', 'two', 'four', 'low']) steps.let(name);
    for (const run of runs) await harness.ended(run);
    expect(steps.order).toEqual(['busy', 'four', 'old', 'two', 'low']);
  });

  it('a restart keeps the queue', async () => {
    const steps = byName();
    const before = await open({ ...steps, maxRuns: 1 });
    const saved = await before.save(workflow('{ limit: 100 }'));
    const first = await before.start(saved, named('1'));
    const second = await before.start(saved, named('2'));
    before.kill();
    const after = await open({ folder: before.folder, maxRuns: 1 });
    expect((await after.ended(first)).state).toBe('completed');
    expect((await after.ended(second)).state).toBe('completed');
  });
});

describe('admission', () => {
  it('EN-2 the same dedupe key, admitted 100 times at once, is one run', async () => {
    const harness = await open();
    const saved = await harness.save('steps: [{ id: a, action: test.pure }]');
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => harness.admit(saved, { dedupeKey: 'delivery-7' })));
    const ids = new Set(outcomes.map((outcome) => ('run' in outcome ? outcome.run.id : '')));
    expect(ids.size).toBe(1);
    expect(outcomes.filter((outcome) => outcome.verdict === 'started')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.verdict === 'duplicate')).toHaveLength(99);
    const [id = ''] = ids;
    await harness.engine.whenEnded(id);
    expect((await harness.admit(saved, { dedupeKey: 'delivery-7' })).verdict).toBe('duplicate');
  });

  it('EN-10 a run keeps the version it was admitted with when the workflow is edited', async () => {
    const steps = byName();
    const harness = await open(steps);
    const text = (last: string): string => `
name: Edited
steps: [{ id: a, action: test.pure, with: { name: gate } }, { id: b, action: log, with: { message: ${last} } }]
`;
    const run = await harness.start(await harness.save(text('old')));
    await harness.happened(run, (event) => event.type === 'step.started');
    const edited = await harness.save(text('new'));
    steps.let('gate');
    const view = await harness.ended(run);
    expect(view.steps[1]?.output).toEqual({ message: 'old' });
    expect((await harness.run(edited)).steps[1]?.output).toEqual({ message: 'new' });
  });

  it('what is written beside an admission is in its transaction', async () => {
    const harness = await open();
    const saved = await harness.save('steps: [{ id: a, action: test.pure }]');
    const { workflow: row, version } = saved;
    const admission = { workflow: row, version, inputs: {}, triggerData: {}, triggeredBy: 'manual', workingDirectory: harness.folder };
    await harness.engine.admit(admission, (outcome) => harness.store.settings.put('beside', outcome.verdict));
    expect(harness.store.settings.get('beside')).toBe('started');
    await expect(
      harness.engine.admit(admission, () => {
        throw new Error('no room for the firing');
      }),
    ).rejects.toThrow('no room for the firing');
    expect(harness.store.runs.list({ limit: 10 })).toHaveLength(1);
  });

  it('a workflow with a step that this version cannot run is refused before anything is done', async () => {
    const harness = await open();
    const saved = await harness.save('steps: [{ id: a, action: test.pure }, { id: b, agent: nobody, prompt: x }]');
    await expect(harness.start(saved)).rejects.toMatchObject({ name: 'WorkflowInvalid' });
    expect(harness.store.runs.list({ limit: 10 })).toEqual([]);
  });
});
