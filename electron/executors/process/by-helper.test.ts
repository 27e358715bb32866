import { afterAll, beforeAll, describe } from 'vitest';
import { makeTestSpawner, spawnInTestsBy } from './test-spawn.ts';

// What holds of programs that are started directly holds of those that the helper starts: the same tests once more.
describe.runIf(process.platform === 'linux')('by the spawn helper:', async () => {
  const spawner = makeTestSpawner();
  beforeAll(async () => {
    await spawner.untilByHelper();
    spawnInTestsBy(spawner.spawn);
  });
  afterAll(spawner.close);

  await import('./kill-tree.test.ts');
  await import('../shell/shell-run.test.ts');
});
