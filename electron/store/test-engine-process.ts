import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { addRun, addWorkflow, openTestStore } from './test-store.ts';

/**
 * A process of its own that has a data folder, for tests that kill it. `hold`: writes a run, says `ready`, and waits. `race`: says
 * `ready`, tries to open at a sign on its input, says what came of it, and holds what it has until its input ends.
 */
const [, , task, dataDir = ''] = process.argv;

if (task === 'hold') {
  const store = openTestStore(dataDir);
  const workflow = await addWorkflow(store, 'Held');
  for (let count = 0; count < 5; count++) await store.write(() => addRun(store, workflow, { endedAt: 1000, events: 20 }));
  process.stdout.write('ready\n');
  await delay(60_000);
} else if (task === 'race') {
  process.stdout.write('ready\n');
  await once(process.stdin, 'data');
  try {
    openTestStore(dataDir);
    process.stdout.write('open\n');
  } catch (error) {
    process.stdout.write(`${error instanceof Error && 'problem' in error ? error.problem : error}\n`);
  }
  process.stdin.resume();
}
