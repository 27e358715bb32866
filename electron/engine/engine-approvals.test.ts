import { describe, expect, it } from 'vitest';
import type { Decision, InboxAnswer } from '../../shared/inbox/inbox-item.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { engineHarness, type Harness } from '../../test/support/engine-harness.ts';
import { until } from '../../test/support/until.ts';
import type { InboxRow } from '../store/inbox-table.ts';
import type { RunRow } from '../store/runs-table.ts';

const open = engineHarness();
const isWaiting = (event: RunEvent): boolean => event.type === 'step.waiting';
const answer = (decision: Decision, comment: string | null = null, fields: JsonObject = {}): InboxAnswer => ({
  decision,
  by: 'ada',
  fields,
  comment,
});

async function asked(harness: Harness, run: RunRow): Promise<InboxRow> {
  await harness.happened(run, isWaiting);
  const [item] = harness.store.inbox.list({ open: true, runKey: run.key, limit: 9 });
  if (item === undefined) throw new Error('nothing was asked');
  return item;
}

const PUSH = `
variables: [{ name: branch, default: main }]
steps:
  - { id: build, action: test.pure, with: { note: "{{ steps.ask.output.comment ?? 'first' }}" } }
  - id: ask
    name: Push it?
    approve: { message: 'Push {{ branch }}?', from: ada, rewindTo: build, timeout: 1h }
  - { id: push, action: test.once }
`;

describe('a step that asks for approval', () => {
  it('shows its message with the values filled in, and goes on once it is approved', async () => {
    const harness = await open();
    const run = await harness.start(PUSH);
    const item = await asked(harness, run);
    expect(item).toMatchObject({
      kind: 'approval',
      askedOf: 'ada',
      content: { title: 'Push it?', message: 'Push main?', rewindTo: 'build' },
    });
    expect(harness.view(run)).toMatchObject({ state: 'waiting', reason: 'ask: for the approval of ada' });
    await harness.engine.answer(item, answer('approve', 'fine'));
    const view = await harness.ended(run);
    expect(view.state).toBe('completed');
    expect(view.steps[1]).toMatchObject({
      output: { approved: true, by: 'ada', fields: {}, comment: 'fine' },
      reason: 'approved by ada: fine',
    });
  });

  it('does not go on when it is rejected, and says so', async () => {
    const harness = await open();
    const run = await harness.start(PUSH);
    await harness.engine.answer(await asked(harness, run), answer('reject', 'too late'));
    const view = await harness.ended(run);
    expect(view.steps.map(({ state, reason }) => [state, reason])).toEqual([
      ['succeeded', null],
      ['succeeded', 'not approved by ada: too late'],
      ['skipped', 'ask was not approved'],
    ]);
  });

  it('goes the way that the author has drawn for a rejection', async () => {
    const harness = await open();
    const run = await harness.start(`
steps:
  - { id: ask, approve: { message: Go? } }
  - { id: yes, action: test.pure, needs: [{ step: ask, on: true }] }
  - { id: no, action: test.pure, needs: [{ step: ask, on: false }] }
  - { id: either, action: test.pure, needs: [{ step: ask, on: always }] }
`);
    await harness.engine.answer(await asked(harness, run), answer('reject'));
    expect((await harness.ended(run)).steps.map(({ id, state }) => [id, state]).sort()).toEqual([
      ['ask', 'succeeded'],
      ['either', 'succeeded'],
      ['no', 'succeeded'],
      ['yes', 'skipped'],
    ]);
  });

  it('EN-10 is decided once: a second answer is refused and names the first', async () => {
    const harness = await open();
    const run = await harness.start(PUSH);
    const item = await asked(harness, run);
    const answers = await Promise.allSettled([
      harness.engine.answer(item, answer('approve')),
      harness.engine.answer(item, { ...answer('reject'), by: 'bob' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await harness.ended(run);
    const late = harness.store.inbox.byId(item.id) ?? item;
    await expect(harness.engine.answer(late, answer('reject'))).rejects.toMatchObject({
      code: 'NOT_OPEN',
      message: expect.stringContaining('decided by ada (approve)'),
    });
    expect(harness.faults).toEqual([]);
  });

  it('takes a form, and refuses one that is not filled in', async () => {
    const harness = await open();
    const run = await harness.start(`
steps:
  - id: ask
    approve:
      message: Which?
      fields: [{ name: env, type: choice, choices: [staging, live], required: true }, { name: count, type: number, default: 2 }]
outputs: { env: '{{ ask.fields.env }}', count: '{{ ask.fields.count }}' }
`);
    const item = await asked(harness, run);
    for (const fields of [{}, { env: 'moon' }, { env: 'live', more: 1 }, { env: 'live', count: 'two' }]) {
      await expect(harness.engine.answer(item, answer('approve', null, fields))).rejects.toMatchObject({ code: 'INVALID_ANSWER' });
    }
    await harness.engine.answer(item, answer('approve', null, { env: 'live' }));
    expect((await harness.ended(run)).outputs).toEqual({ env: 'live', count: 2 });
  });

  it('is still asked after a crash, with the same item and the same time left', async () => {
    const before = await open();
    const run = await before.start(PUSH);
    const item = await asked(before, run);
    before.kill();
    await before.clock.advance(30 * 60_000);
    const after = await open({ folder: before.folder, clock: before.clock });
    expect(after.store.inbox.list({ open: true, limit: 9 })).toEqual([item]);
    await after.engine.answer(item, answer('approve'));
    expect((await after.ended(run)).state).toBe('completed');
  });

  it.each([
    ['reject', { state: 'completed', steps: [{}, { output: { approved: false, by: null } }, { state: 'skipped' }] }],
    ['approve', { state: 'completed', steps: [{}, { output: { approved: true, by: null } }, { state: 'succeeded' }] }],
    ['fail', { state: 'failed', error: { code: 'APPROVAL_TIMEOUT' } }],
  ])('that nobody answers in time does what onTimeout says: %s', async (onTimeout, expected) => {
    const harness = await open();
    const run = await harness.start(PUSH.replace('timeout: 1h', `timeout: 1h, onTimeout: ${onTimeout}`));
    const item = await asked(harness, run);
    await harness.clock.advance(3_600_000);
    expect(await harness.ended(run)).toMatchObject(expected);
    expect(harness.store.inbox.byId(item.id)?.status).toBe('expired');
  });

  it('that nobody answers is escalated once, with an event and as much time again', async () => {
    const harness = await open();
    const run = await harness.start(PUSH.replace('timeout: 1h', 'timeout: 1h, onTimeout: escalate, escalateTo: boss'));
    const item = await asked(harness, run);
    await harness.clock.advance(3_600_000);
    await harness.happened(run, (event) => event.type === 'step.waiting' && harness.store.inbox.byId(item.id)?.escalatedAt !== null);
    expect(harness.store.inbox.byId(item.id)).toMatchObject({ status: 'open', askedOf: 'boss' });
    expect(harness.store.published.list({ name: 'escalation', limit: 9 })).toHaveLength(1);
    await harness.clock.advance(3_600_000);
    expect((await harness.ended(run)).steps[1]?.output).toMatchObject({ approved: false, by: null });
  });

  it('that is pushed back goes on as another run from the step named, which sees the comment; over a crash as well', async () => {
    const before = await open();
    const run = await before.start(PUSH);
    await before.engine.answer(await asked(before, run), answer('push_back', 'add a test'));
    await before.ended(run);
    before.kill();
    const harness = await open({ folder: before.folder, clock: before.clock });
    expect(harness.view(run)).toMatchObject({ state: 'cancelled' });
    expect(harness.view(run).steps.map(({ reason }) => reason)).toContain('the run was cancelled (pushed back: add a test)');
    const again = harness.store.runs.live()[0];
    if (again === undefined) throw new Error('nothing goes on');
    const item = await asked(harness, again);
    expect(harness.view(again).steps[0]?.output).toEqual({ note: 'add a test' });
    await harness.engine.answer(item, answer('approve'));
    expect((await harness.ended(again)).state).toBe('completed');
    expect(harness.store.runs.list({ limit: 9 })).toHaveLength(2);
  });

  it('that is pushed back in a child run keeps the parent waiting for the run that goes on', async () => {
    const harness = await open();
    await harness.save(`name: Child${PUSH}outputs: { note: '{{ build.note }}' }\n`);
    const parent = await harness.start('name: Parent\nsteps: [{ id: call, workflow: Child }]\noutputs: { note: "{{ call.note }}" }');
    await harness.happened(parent, isWaiting);
    const [child] = harness.store.runs.childrenOf(parent.key);
    if (child === undefined) throw new Error('no child');
    await harness.engine.answer(await asked(harness, child), answer('push_back', 'shorter'));
    await harness.ended(child);
    await until(() => harness.store.runs.childrenOf(parent.key).length === 2, 'the run that goes on');
    const next = harness.store.runs.childrenOf(parent.key).find(({ id }) => id !== child.id);
    if (next === undefined) throw new Error('nothing goes on');
    await harness.engine.answer(await asked(harness, next), answer('approve'));
    expect(await harness.ended(parent)).toMatchObject({ state: 'completed', outputs: { note: 'shorter' } });
  });

  it('EN-5 asks no more once its run is cancelled', async () => {
    const harness = await open();
    const run = await harness.start(PUSH);
    const item = await asked(harness, run);
    await harness.engine.cancel(run, 'ada');
    expect(harness.store.inbox.byId(item.id)?.status).toBe('withdrawn');
    await expect(harness.engine.answer(item, answer('approve'))).rejects.toMatchObject({ code: 'NOT_OPEN' });
    expect(harness.clock.pendingTimers).toBe(0);
  });
});
