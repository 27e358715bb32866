import { describe, expect, it } from 'vitest';
import type { Json } from '../../shared/lib/json.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { engineHarness, gate, type Harness } from '../../test/support/engine-harness.ts';

const open = engineHarness();
const isAsked = (event: RunEvent): boolean => event.type === 'step.asked';

const rememberedBy = ({ store, clock }: Harness, agent: string, key: string): Json | undefined =>
  store.memory.readerAt(clock.now()).get(agent, key)?.value;

async function remember({ store, clock }: Harness, agent: string, values: Readonly<Record<string, Json>>): Promise<void> {
  const changes = Object.entries(values).map(([key, value]) => ({ kind: 'set', agent, key, value, expiresAt: null }) as const);
  await store.write(() => store.memory.change(changes, 'test', clock.now()));
}

const outputsOf = (view: { readonly steps: readonly { readonly output?: unknown }[] }): unknown[] => view.steps.map(({ output }) => output);

describe('a step that remembers', () => {
  it('is followed by steps that see it, by action and by placeholder, before anything is on the disk', async () => {
    const harness = await open();
    const view = await harness.run(`
steps:
  - { id: a, action: memory.set, with: { agent: order-checker, key: last, value: { id: 7 } } }
  - { id: b, action: memory.get, with: { agent: order-checker, key: last } }
  - { id: c, action: test.pure, with: { id: '{{ memory.order-checker.last.id }}', js: "{{ memory['order-checker'].last.id + 1 }}" } }
  - { id: d, action: memory.delete, with: { agent: order-checker, key: last } }
  - { id: e, action: test.pure, with: { id: "{{ memory.order-checker.last ?? 'gone' }}" } }
`);
    expect(outputsOf(view)).toMatchObject([
      { agent: 'order-checker', key: 'last', expiresAt: null },
      { found: true, value: { id: 7 }, source: null },
      { id: 7, js: 8 },
      { deleted: true },
      { id: 'gone' },
    ]);
  });

  it('names what is there where a placeholder leads to nothing', async () => {
    const harness = await open();
    await remember(harness, 'bot', { orders: 1 });
    const view = await harness.run("steps: [{ id: a, action: test.pure, with: { x: '{{ memory.bot.order }}' } }]");
    expect(view.error).toMatchObject({ code: 'MISSING_VALUE', hint: expect.stringContaining('Did you mean "orders"?') });
  });

  it('does so in the transaction that records it: a crash between doubles or loses nothing', async () => {
    const held = gate();
    const before = await open({
      wrap: (executor) => ({
        ...executor,
        async run(parameters, context) {
          await executor.run(parameters, context);
          held.open();
          // The process ends here: what to remember is decided, and nothing is recorded.
          return new Promise<never>(() => {});
        },
      }),
    });
    const run = await before.start('steps: [{ id: a, action: memory.set, with: { agent: bot, key: k, value: 1 } }]');
    await held.opened;
    before.store.flush();
    expect(rememberedBy(before, 'bot', 'k')).toBeUndefined();
    before.kill();
    const after = await open({ folder: before.folder, clock: before.clock });
    expect(await after.ended(run)).toMatchObject({ state: 'completed' });
    expect(rememberedBy(after, 'bot', 'k')).toBe(1);
    expect(after.store.memory.changes({ limit: 9 })).toMatchObject([{ kind: 'set', by: `run:${run.id}` }]);
    after.kill();
    const again = await open({ folder: before.folder, clock: before.clock });
    expect(again.store.memory.changes({ limit: 9 })).toHaveLength(1);
  });

  it('stores no secret, neither in the value nor in the key', async () => {
    const harness = await open();
    harness.secrets.set({ name: 'TOKEN', value: 'hunter2-hunter2', bindings: { actions: ['*'], hosts: [], workflows: [] } });
    await harness.run(`
steps:
  - { id: a, action: memory.set, with: { agent: bot, key: k, value: { text: 'it is hunter2-hunter2' } } }
  - { id: b, action: memory.set, with: { agent: bot, key: key-hunter2-hunter2, value: 1 } }
`);
    expect(JSON.stringify(harness.store.memory.list({ limit: 9 }, harness.clock.now()))).not.toContain('hunter2');
    expect(harness.store.memory.readerAt(0).search({ text: 'hunter2', limit: 9 })).toEqual([]);
  });

  it('is refused a value of more than 1 MB, and says so', async () => {
    const harness = await open({ behave: () => 'é'.repeat(600_000) });
    const view = await harness.run(`
steps:
  - { id: big, action: test.pure }
  - { id: a, action: memory.set, with: { agent: bot, key: k, value: '{{ big }}' } }
`);
    expect(view.error).toMatchObject({ code: 'MEMORY_TOO_LARGE', message: expect.stringContaining('k of bot'), stepId: 'a' });
  });

  it('forgets after the time that it was given', async () => {
    const harness = await open();
    await harness.run('steps: [{ id: a, action: memory.set, with: { agent: bot, key: k, value: 1, ttl: 10m } }]');
    expect(rememberedBy(harness, 'bot', 'k')).toBe(1);
    await harness.clock.advance(600_000);
    const view = await harness.run('steps: [{ id: a, action: memory.get, with: { agent: bot, key: k, default: none } }]');
    expect(outputsOf(view)).toMatchObject([{ found: false, value: 'none' }]);
  });

  it('finds what it remembers', async () => {
    const harness = await open();
    await remember(harness, 'bot', { refund_policy: 'within 30 days', other: 1 });
    const view = await harness.run("steps: [{ id: a, action: memory.search, with: { query: 'refund day' } }]");
    expect(outputsOf(view)).toMatchObject([{ count: 1, entries: [{ agent: 'bot', key: 'refund_policy' }] }]);
  });
});

describe('a step that shares', () => {
  it('gives copies with their origin, and tells what was not there', async () => {
    const harness = await open();
    await remember(harness, 'support-bot', { method: 'refund' });
    const view = await harness.run(`
steps:
  - { id: a, action: memory.share, with: { agent: support-bot, key: [method, nothing], with: [second, third, support-bot] } }
  - { id: b, action: memory.share, with: { agent: second, key: method, with: fourth } }
  - { id: c, action: memory.get, with: { agent: fourth, key: method } }
`);
    expect(outputsOf(view)).toMatchObject([
      {
        shared: [
          { key: 'method', with: 'second' },
          { key: 'method', with: 'third' },
        ],
        missing: ['nothing'],
      },
      { missing: [] },
      { found: true, value: 'refund', source: 'support-bot' },
    ]);
  });
});

const SYNC = 'steps: [{ id: s, action: memory.sync, with: { agent: pupil, from: master, conflict: CONFLICT } }]';
const sync = (conflict: string): string => SYNC.replace('CONFLICT', conflict);

describe('a step that takes over from a master', () => {
  it('brings what is new, and the last writer wins whichever engine wrote and whatever its clock said', async () => {
    const first = await open();
    await first.clock.advance(3_600_000);
    await remember(first, 'master', { a: 1, b: 1, c: 1 });
    await first.run(sync('newest'));
    await remember(first, 'master', { a: 2 });
    await remember(first, 'pupil', { b: 'mine' });
    first.kill();
    // The second engine's clock is an hour behind the first one's.
    const second = await open({ folder: first.folder });
    expect(second.clock.now()).toBeLessThan(first.clock.now());
    await remember(second, 'master', { b: 'theirs' });
    await remember(second, 'pupil', { c: 'later' });
    const view = await second.run(sync('newest'));
    expect(outputsOf(view)).toEqual([{ taken: ['a', 'b'], kept: ['c'], conflicts: [{ key: 'b', outcome: 'taken' }] }]);
    expect(['a', 'b', 'c'].map((key) => rememberedBy(second, 'pupil', key))).toEqual([2, 'theirs', 'later']);
  });

  it('keeps the own where it is told to, and does not ask about it again', async () => {
    const harness = await open();
    await remember(harness, 'pupil', { a: 'mine' });
    await remember(harness, 'master', { a: 'theirs' });
    expect(outputsOf(await harness.run(sync('keep')))).toEqual([{ taken: [], kept: ['a'], conflicts: [{ key: 'a', outcome: 'kept' }] }]);
    expect(outputsOf(await harness.run(sync('newest')))).toEqual([{ taken: [], kept: ['a'], conflicts: [] }]);
  });

  it('asks a person, across a restart, and does what was said of each key', async () => {
    const before = await open();
    await remember(before, 'pupil', { a: 'mine', b: 'mine' });
    await remember(before, 'master', { a: 'theirs', b: 'theirs', c: 'new' });
    const run = await before.start(sync('ask'));
    await before.happened(run, isAsked);
    before.kill();
    const after = await open({ folder: before.folder, clock: before.clock });
    await expect.poll(() => after.events(run).filter(isAsked).length).toBe(2);
    const items = after.store.inbox.list({ open: true, limit: 9 });
    expect(items).toMatchObject([{ content: { fields: [{ label: 'a' }, { label: 'b' }], subject: [{ own: { value: 'mine' } }, {}] } }]);
    const [item] = items;
    if (item === undefined) throw new Error('nothing was asked');
    const fields = { choice_1: "take the master's", choice_2: 'keep the own' };
    await after.engine.answer(item, { decision: 'approve', by: 'ada', fields, comment: null });
    expect(outputsOf(await after.ended(run))).toMatchObject([
      { taken: ['a', 'c'], kept: ['b'], conflicts: [{ outcome: 'taken' }, { outcome: 'kept' }] },
    ]);
    expect(['a', 'b', 'c'].map((key) => rememberedBy(after, 'pupil', key))).toEqual(['theirs', 'mine', 'new']);
  });

  it('does not overwrite what has changed since a person was asked', async () => {
    const harness = await open();
    await remember(harness, 'pupil', { a: 'mine' });
    await remember(harness, 'master', { a: 'theirs' });
    const run = await harness.start(sync('ask'));
    await harness.happened(run, isAsked);
    await remember(harness, 'pupil', { a: 'newer' });
    const [item] = harness.store.inbox.list({ open: true, limit: 9 });
    if (item === undefined) throw new Error('nothing was asked');
    await harness.engine.answer(item, { decision: 'approve', by: 'ada', fields: { choice_1: "take the master's" }, comment: null });
    expect(outputsOf(await harness.ended(run))).toMatchObject([{ taken: [], conflicts: [{ key: 'a', outcome: 'open' }] }]);
    expect(rememberedBy(harness, 'pupil', 'a')).toBe('newer');
  });
});
