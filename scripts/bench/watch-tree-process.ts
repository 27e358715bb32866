import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { fileWorkflow, openBenchApp } from './app.ts';

const [tree = '', home = ''] = process.argv.slice(2);
const app = await openBenchApp(home);
const path = join(home, 'watch.pawl.yaml');
// A folder with nothing in it first: what every watch needs is loaded then.
await app.client.workflows.import({ text: fileWorkflow('Nothing', { path: `${home}/nothing/**` }), path, trust: true });
await app.client.workflows.import({ text: fileWorkflow('Tree', { path: `${tree}/**` }), path, trust: false });
await whenIdle();
const before = memoryBytes();
const startedAt = performance.now();
await app.client.workflows.setEnabled({ workflow: 'Tree', enabled: true });
const readyMs = performance.now() - startedAt;
const idleAt = await whenIdle();
process.stdout.write(JSON.stringify({ readyMs, settledMs: idleAt - startedAt, addedMb: (memoryBytes() - before) / 1024 / 1024 }));
await app.close();

function memoryBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

/** Resolves once the event loop has had almost nothing to do for a second, with the time when that began. */
async function whenIdle(): Promise<number> {
  for (let quiet = 0, last = performance.eventLoopUtilization(); ; ) {
    await setTimeout(100);
    const now = performance.eventLoopUtilization();
    quiet = performance.eventLoopUtilization(now, last).utilization < 0.1 ? quiet + 1 : 0;
    last = now;
    if (quiet === 10) return performance.now() - 1000;
  }
}
