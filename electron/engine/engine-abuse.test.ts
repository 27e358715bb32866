import { describe, expect, it } from 'vitest';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import { type Behaviour, engineHarness, untilStopped } from '../../test/support/engine-harness.ts';
import type { ModelCaller } from '../ai/model-caller.ts';

const open = engineHarness();
const DAY = 86_400_000;
const has =
  (type: RunEvent['type'], path?: string) =>
  (event: RunEvent): boolean =>
    event.type === type && (path === undefined || ('path' in event && event.path === path));

/** A model that is being asked until it is told to stop. */
const models: ModelCaller = { call: (_question, { signal }) => untilStopped(signal) };
const hang: Behaviour = (_, { signal }) => untilStopped(signal);
const fails: Behaviour = () => {
  throw new ActionError('FLAKY', 'not now', { kind: 'retryable' });
};

describe('EN-5 a cancel', () => {
  const cases: readonly (readonly [what: string, step: string, until: (event: RunEvent) => boolean, behave?: Behaviour])[] = [
    ['an action at work', 'action: test.once', has('step.started', 'a')],
    ['an action that may be repeated', 'action: test.pure', has('step.started', 'a')],
    ['a wait for another try', 'action: test.once, retry: { maxRetries: 3, delay: 1h }', has('step.failed', 'a'), fails],
    ['a delay', 'delay: 1h', has('step.waiting', 'a')],
    ['a wait for a time', "until: '2999-01-01T00:00:00Z'", has('step.waiting', 'a')],
    ['a wait for an event', 'waitFor: { event: some.thing }', has('step.waiting', 'a')],
    ['an approval', 'approve: { message: May I? }', has('step.waiting', 'a')],
    ['a sub-workflow', 'workflow: Child', has('step.waiting', 'a')],
    ['a forEach', 'forEach: [1, 2, 3], concurrency: 2, steps: [{ id: in, action: test.once }]', has('step.started', 'a[1]/in')],
    ['a while', "while: 'true', steps: [{ id: in, action: test.once }]", has('step.started', 'a[0]/in')],
    ['a times', 'times: 2, steps: [{ id: in, delay: 1h }]', has('step.waiting', 'a[0]/in')],
    [
      'parallel branches',
      'parallel: { left: [{ id: l, action: test.once }], right: [{ id: r, delay: 1h }] }',
      has('step.waiting', 'a/right/r'),
    ],
  ];
  for (const [what, step, reached, behave = hang] of cases) {
    it(`EN-5 of ${what} ends the run cancelled, and nothing after it begins, over a crash right after it too`, async () => {
      for (const crash of [false, true]) {
        let harness = await open({ behave, models });
        await harness.save('name: Child\nsteps: [{ id: rest, delay: 1h }]');
        const run = await harness.start(`steps: [{ id: a, ${step} }, { id: b, action: test.once }]`);
        await harness.happened(run, reached);
        const told = harness.engine.cancel(run, 'ada').catch(() => undefined);
        if (crash) {
          await harness.happened(run, has('run.cancelling'));
          harness.kill();
          harness = await open({ folder: harness.folder, clock: harness.clock, behave, models });
          // Nobody can tell of an effect that the crash has cut off.
          for (const { path, status } of harness.store.steps.list(run.key))
            if (status === 'unknown') await harness.engine.decide(run, path, 'fail', 'ada');
        } else await told;
        expect((await harness.ended(run)).state, `crash: ${crash}`).toBe('cancelled');
        expect(harness.events(run).some(has('step.started', 'b'))).toBe(false);
        expect(harness.store.runs.childrenOf(run.key).every(({ endedAt }) => endedAt !== null)).toBe(true);
        expect(harness.clock.pendingTimers).toBe(0);
        expect(harness.faults).toEqual([]);
      }
    });
  }
});

it('EN-3 a wait of 40 days ends after 40 days, over restarts and jumps of the clock', async () => {
  const before = await open();
  const run = await before.start('steps: [{ id: a, delay: 40d }]');
  await before.happened(run, has('step.waiting'));
  const { clock } = before;
  clock.jumpTo(clock.now() + 39 * DAY);
  await clock.advance(120_000);
  expect(before.view(run).state).toBe('waiting');
  before.kill();
  const after = await open({ folder: before.folder, clock });
  await clock.advance(DAY - 240_000);
  expect(after.view(run).state).toBe('waiting');
  await clock.advance(240_000);
  expect((await after.ended(run)).state).toBe('completed');
});

it('EN-7 a step that always fails is tried exactly as often as its author says, however often the engine goes in between', async () => {
  const times: number[] = [];
  const behave: Behaviour = (_, { attempt }) => {
    times.push(attempt);
    throw new ActionError('FLAKY', 'not now', { kind: 'retryable' });
  };
  let harness = await open({ behave });
  const run = await harness.start('steps: [{ id: a, action: test.once, retry: { maxRetries: 4, delay: 1m, backoff: 1 } }]');
  for (let attempt = 1; attempt <= 4; attempt++) {
    await harness.happened(run, (event) => event.type === 'step.failed' && event.attempt === attempt);
    harness.kill();
    harness = await open({ folder: harness.folder, clock: harness.clock, behave });
    await harness.clock.advance(60_000);
  }
  expect(await harness.ended(run)).toMatchObject({ state: 'failed', steps: [{ attempts: 5 }] });
  expect(times).toEqual([1, 2, 3, 4, 5]);
});

it('EN-7 what cannot pass is not tried again', async () => {
  let times = 0;
  const harness = await open({
    behave: () => {
      times++;
      throw new ActionError('WRONG', 'never', { kind: 'fatal' });
    },
  });
  const view = await harness.run('steps: [{ id: a, action: test.once, retry: { maxRetries: 4, delay: 1m } }]');
  expect([view.state, times]).toEqual(['failed', 1]);
});

it('EN-9 loops within loops run as deep as a document can be, and name their steps by the whole way down; deeper ones are refused', async () => {
  const deepest = 48;
  let step = '{ id: s, action: test.pure }';
  for (let depth = deepest; depth > 0; depth--) step = `{ id: l${depth}, times: 1, steps: [${step}] }`;
  const harness = await open();
  await expect(harness.start(`steps: [{ id: a, times: 1, steps: [{ id: b, times: 1, steps: [${step}] }] }]`)).rejects.toThrow('100 deep');
  const run = await harness.start(`steps: [${step}]`);
  expect((await harness.ended(run)).state).toBe('completed');
  const path = Array.from({ length: deepest }, (_, index) => `l${index + 1}[0]`).join('/');
  expect(harness.store.steps.get(run.key, `${path}/s`)?.status).toBe('succeeded');
});

it('EN-11 a step that takes the engine with it each time is left alone after the third, and other runs go on', async () => {
  const seen: number[] = [];
  const behave: Behaviour = (_, { stepPath, attempt, signal }) => {
    if (stepPath !== 'deadly') return null;
    seen.push(attempt);
    return untilStopped(signal);
  };
  let harness = await open({ behave });
  const run = await harness.start('name: Deadly\nsteps: [{ id: deadly, action: test.pure }]');
  for (let crash = 1; crash <= 3; crash++) {
    await harness.happened(run, (event) => event.type === 'step.started' && seen.length === crash);
    harness.kill();
    harness = await open({ folder: harness.folder, clock: harness.clock, behave });
  }
  await harness.happened(run, has('step.unknown'));
  expect(harness.view(run)).toMatchObject({ state: 'needs_attention', reason: expect.stringContaining('stopped 3 times while it ran') });
  expect(seen).toHaveLength(3);
  expect((await harness.run('name: Other\nsteps: [{ id: b, action: test.pure }]')).state).toBe('completed');
});
