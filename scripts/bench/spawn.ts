import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runProcess } from '../../electron/executors/process/run-process.ts';
import { type Spawn, spawnDirectly } from '../../electron/executors/process/spawn.ts';
import { createSpawner } from '../../electron/executors/process/spawner.ts';
import { createNodePlatform } from '../../electron/platform/node-platform.ts';
import { makeSocketPath } from '../../electron/platform/socket-path.ts';
import { smallProcess } from './floor.ts';
import type { Measure, Row } from './row.ts';
import { median } from './statistics.ts';

const PROGRAMS = 15;
const WARM = 3;
const STEP_MS = 3;
/** How much this process holds while it starts programs. */
const ballastsMb = [0, 300, 1000];

export const spawnRow: Row = {
  name: 'spawn',
  title: 'What a shell step costs beside its program, by the memory of the engine',
  async measure({ folder }) {
    const spawner = createSpawner({
      dataDir: folder,
      fork: createNodePlatform(process.env).forkHelper,
      makeSocketPath: () => makeSocketPath(folder, 'spawn.sock', process.platform),
    });
    await whenHelperStarts(spawner.spawn);
    const measures: Measure[] = [];
    const held: Buffer[] = [];
    for (const mb of ballastsMb) {
      // Random enough to be pages of its own, and written, so that it is resident.
      while (held.length * 50 < mb) held.push(Buffer.alloc(50 * 1024 * 1024, `${held.length} `));
      const resident = `${Math.round(process.memoryUsage().rss / 1024 / 1024)} MB resident`;
      const lean = await leanSpawnMs();
      const byHelper = await measureSpawn(spawner.spawn);
      const directly = await measureSpawn(spawnDirectly);
      const floor = { name: 'lean spawn', value: lean };
      measures.push({
        what: `by the helper, ${resident}`,
        unit: 'ms',
        ours: byHelper.wholeMs,
        floor,
        ratio: byHelper.wholeMs / lean,
        target: { of: 'ratio', atMost: 1.5 },
        note: `blocks for ${byHelper.blockedMs.toFixed(1)} ms; costs ${(byHelper.wholeMs - lean).toFixed(1)} of ${STEP_MS} ms more`,
      });
      measures.push({
        what: `directly, ${resident}`,
        unit: 'ms',
        ours: directly.wholeMs,
        floor,
        ratio: directly.wholeMs / lean,
        note: `blocks for ${directly.blockedMs.toFixed(1)} ms`,
      });
    }
    await spawner.close();
    return measures;
  },
};

async function measureSpawn(spawn: Spawn): Promise<{ readonly wholeMs: number; readonly blockedMs: number }> {
  const whole: number[] = [];
  const blocked: number[] = [];
  for (let count = -WARM; count < PROGRAMS; count++) {
    const before = performance.eventLoopUtilization();
    const startedAt = performance.now();
    await runOne(spawn);
    if (count < 0) continue;
    whole.push(performance.now() - startedAt);
    blocked.push(performance.eventLoopUtilization(before).active);
  }
  return { wholeMs: median(whole), blockedMs: median(blocked) };
}

async function runOne(spawn: Spawn, args = smallProcess.args): Promise<string> {
  const end = await runProcess({
    program: smallProcess.program,
    args,
    cwd: '/',
    environment: { PATH: process.env['PATH'] ?? '', PAWL_ATTEMPT_KEY: 'bench' },
    attemptKey: 'bench',
    maxOutputBytes: 1000,
    signal: new AbortController().signal,
    spawn,
    onOutput: () => undefined,
  });
  return end.stdout.text;
}

async function whenHelperStarts(spawn: Spawn): Promise<void> {
  while (Number(await runOne(spawn, ['-c', 'echo $PPID'])) === process.pid);
}

async function leanSpawnMs(): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'lean-spawn.ts'), String(PROGRAMS)]);
  return Number(stdout);
}
