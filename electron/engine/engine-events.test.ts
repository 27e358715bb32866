import { describe, expect, it } from 'vitest';
import type { Json } from '../../shared/lib/json.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { engineHarness, type Harness } from '../../test/support/engine-harness.ts';

const open = engineHarness();
const isWaiting = (event: RunEvent): boolean => event.type === 'step.waiting';

async function publish({ parts, store }: Harness, name: string, data: Json): Promise<void> {
  await store.write(() => parts.events.append({ id: parts.newId(), name, data, source: 'test' }, parts.clock.now()));
  parts.events.tell();
}

const WAIT = `
steps:
  - id: order
    waitFor: { event: 'order.*', match: 'event.data.amount > 100', timeout: 10m }
  - { id: note, action: test.pure, with: { got: '{{ steps.order.output.data.amount }}' } }
`;

describe('a step that waits for an event', () => {
  it('takes the first one whose name fits and for which its condition holds, and gives it on', async () => {
    const harness = await open();
    const run = await harness.start(WAIT);
    await harness.happened(run, isWaiting);
    expect(harness.view(run)).toMatchObject({ state: 'waiting', reason: expect.stringContaining('for the event order.*') });
    await publish(harness, 'invoice.paid', { amount: 900 });
    await publish(harness, 'order.created', { amount: 5 });
    await publish(harness, 'order.created', { amount: 500 });
    await publish(harness, 'order.created', { amount: 600 });
    const view = await harness.ended(run);
    expect(view.steps[0]?.output).toMatchObject({ name: 'order.created', data: { amount: 500 }, source: 'test' });
    expect(view.steps[1]?.output).toEqual({ got: 500 });
  });

  it('has not missed what was published while no engine ran', async () => {
    const before = await open();
    const run = await before.start(WAIT);
    await before.happened(run, isWaiting);
    before.kill();
    const between = await open({ folder: before.folder, clock: before.clock, idle: true });
    await publish(between, 'order.created', { amount: 101 });
    between.kill();
    const after = await open({ folder: before.folder, clock: before.clock });
    expect((await after.ended(run)).steps[0]?.output).toMatchObject({ data: { amount: 101 } });
  });

  it('does not take what was published before it waited', async () => {
    const harness = await open();
    await publish(harness, 'order.created', { amount: 500 });
    const run = await harness.start(WAIT);
    await harness.happened(run, isWaiting);
    await harness.clock.advance(600_000);
    expect(await harness.ended(run)).toMatchObject({ state: 'failed', error: { code: 'EVENT_TIMEOUT', stepId: 'order' } });
  });

  it('goes on without it where the author says so', async () => {
    const harness = await open();
    const run = await harness.start(`
steps:
  - { id: order, waitFor: { event: order, timeout: 10m, onTimeout: continue } }
  - { id: note, action: test.pure, with: { got: "{{ order ?? 'none' }}" } }
`);
    await harness.happened(run, isWaiting);
    await harness.clock.advance(600_000);
    expect(await harness.ended(run)).toMatchObject({ state: 'completed', steps: [{ output: null }, { output: { got: 'none' } }] });
  });

  it('asks a person where the author says so, who may send it on or end it', async () => {
    for (const decision of ['approve', 'reject'] as const) {
      const harness = await open();
      const run = await harness.start('steps: [{ id: order, waitFor: { event: order, timeout: 1m, onTimeout: escalate } }]');
      await harness.happened(run, isWaiting);
      await harness.clock.advance(60_000);
      await harness.happened(run, (event) => event.type === 'step.waiting' && event.item !== undefined);
      const [item] = harness.store.inbox.list({ open: true, limit: 9 });
      expect(item).toMatchObject({ kind: 'escalation', severity: 'medium', content: { message: 'No event order came within 1m' } });
      const [event] = harness.store.published.list({ name: 'escalation', limit: 9 });
      expect(event?.data).toMatchObject({ run: run.id, step: 'order', item: item?.id });
      if (item === undefined) throw new Error('nothing was asked');
      await harness.engine.answer(item, { decision, by: 'ada', fields: {}, comment: 'seen' });
      expect(await harness.ended(run)).toMatchObject(
        decision === 'approve'
          ? { state: 'completed', steps: [{ output: { approved: true, by: 'ada' } }] }
          : { state: 'failed', error: { code: 'NOT_RESOLVED' } },
      );
    }
  });

  it('notes an event that its condition cannot be asked of, and waits on', async () => {
    const harness = await open();
    const run = await harness.start("steps: [{ id: order, waitFor: { event: order, match: 'event.data.list.length > 1' } }]");
    await harness.happened(run, isWaiting);
    await publish(harness, 'order', {});
    await publish(harness, 'order', { list: [1, 2] });
    expect((await harness.ended(run)).steps[0]?.output).toMatchObject({ data: { list: [1, 2] } });
  });

  it('EN-5 waits no more once its run is cancelled', async () => {
    const harness = await open();
    const run = await harness.start('steps: [{ id: order, waitFor: { event: order } }, { id: b, action: test.pure }]');
    await harness.happened(run, isWaiting);
    expect(harness.parts.events.countFor('order')).toBe(1);
    expect((await harness.engine.cancel(run, 'ada')).status).toBe('cancelled');
    expect(harness.parts.events.countFor('order')).toBe(0);
    expect(harness.clock.pendingTimers).toBe(0);
  });
});

describe('a step that publishes an event', () => {
  it('does so in the transaction that records it: a crash between loses or repeats nothing', async () => {
    const harness = await open();
    const waiting = await harness.start("name: Waits\nsteps: [{ id: w, waitFor: { event: 'report.ready' } }]");
    await harness.happened(waiting, isWaiting);
    const view = await harness.run('steps: [{ id: p, action: event.publish, with: { name: report.ready, data: { file: a.md } } }]');
    expect(view.steps[0]?.output).toEqual({ eventId: expect.any(String), delivered: 1 });
    expect((await harness.ended(waiting)).steps[0]?.output).toMatchObject({ data: { file: 'a.md' }, source: `run:${view.runId}` });
    expect(harness.store.published.list({ limit: 9 })).toHaveLength(1);
  });

  it('publishes nothing when it fails', async () => {
    const harness = await open();
    const view = await harness.run('steps: [{ id: p, action: event.publish, with: { name: "{{ \'no name\' }}" } }]');
    expect(view).toMatchObject({ state: 'failed', error: { stepId: 'p' } });
    expect(harness.store.published.list({ limit: 9 })).toEqual([]);
  });
});
