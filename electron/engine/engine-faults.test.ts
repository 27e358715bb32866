import { afterEach, expect, it } from 'vitest';
import { ActionError } from '../../shared/lib/action-error.ts';
import { armFailpoints } from '../../shared/lib/failpoint.ts';
import { engineHarness } from '../../test/support/engine-harness.ts';

const open = engineHarness();
afterEach(() => armFailpoints(() => {}));

it('a fault while a retry is being timed leaves rows and events in agreement: the next engine tries again', async () => {
  let tries = 0;
  const behave = () => {
    tries += 1;
    if (tries === 1) throw new Error('not yet');
    return { tries };
  };
  let armed = true;
  armFailpoints((point) => {
    if (point !== 'C9' || !armed) return;
    armed = false;
    throw new Error('a fault of ours');
  });
  const before = await open({ behave });
  const run = await before.start('steps: [{ id: a, action: test.pure, retry: { maxRetries: 1, delay: 1s, on: [INTERNAL] } }]');
  await before.happened(run, (event) => event.type === 'step.failed');
  expect(before.faults).toMatchObject([{ message: 'a fault of ours' }]);
  before.faults.splice(0);
  before.kill();
  const after = await open({ folder: before.folder, clock: before.clock, behave });
  await after.clock.advance(1000);
  expect(await after.ended(run)).toMatchObject({ state: 'completed', steps: [{ attempts: 2 }] });
  expect(after.faults).toEqual([]);
});

it('a program whose end nobody saw is as one that a crash has interrupted: what is repeatable runs again, the rest is asked about', async () => {
  let lost = 2;
  const behave = () => {
    if (lost-- > 0) throw new ActionError('PROCESS_UNSEEN', 'sh has ended, but nobody saw how', { kind: 'unknown' });
    return { ok: true };
  };
  const { start, happened, run } = await open({ behave });
  expect(await run('steps: [{ id: a, action: test.pure }]')).toMatchObject({ state: 'completed' });
  lost = 1;
  expect(await run('steps: [{ id: a, action: test.once, onInterrupted: retry }]')).toMatchObject({ state: 'completed' });
  lost = 1;
  expect(await run('steps: [{ id: a, action: test.once, onInterrupted: fail }]')).toMatchObject({ state: 'failed' });
  lost = 1;
  const asked = await start('steps: [{ id: a, action: test.once }]');
  expect(await happened(asked, (event) => event.type === 'step.unknown')).toMatchObject({
    reason: expect.stringContaining('nobody saw how'),
  });
});
