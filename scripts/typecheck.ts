import { spawnSync } from 'node:child_process';

// One program for each runtime: shared/ must compile without Node's and the browser's types.
let failed = false;
for (const project of ['shared', 'electron', 'electron/desktop', 'renderer', 'test', 'test/desktop']) {
  const result = spawnSync('npx', ['tsc', '--noEmit', '-p', project], { stdio: 'inherit' });
  failed ||= result.status !== 0;
}
process.exitCode = failed ? 1 : 0;
