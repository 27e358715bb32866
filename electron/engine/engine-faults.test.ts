import { afterEach, expect, it } from 'vitest';
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
