import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyNode, spawnMs } from './floor.ts';
import type { Measure, Row } from './row.ts';
import { servePawl } from './served-pawl.ts';
import { median } from './statistics.ts';

const ATTEMPTS = 7;

export const startRow: Row = {
  name: 'start',
  title: 'Headless start (pawl serve), from the start of its process to its first answer',
  async measure({ folder }) {
    const known = join(folder, 'known');
    return [
      await startMeasure('on a folder that is empty', () => mkdtemp(join(folder, 'new-')), ATTEMPTS),
      await startMeasure('on a folder that it has served before', async () => known, ATTEMPTS),
    ];
  },
};

/** `home` gives the data folder of each attempt. */
export async function startMeasure(what: string, home: () => Promise<string>, attempts: number): Promise<Measure> {
  const ours: number[] = [];
  const floors: number[] = [];
  // The first makes the compile cache.
  for (let attempt = -1; attempt < attempts; attempt++) {
    const floor = await spawnMs(emptyNode);
    const served = await servePawl(await home());
    await served.stop();
    if (attempt < 0) continue;
    floors.push(floor);
    ours.push(served.startMs);
  }
  const floor = { name: 'empty Node.js', value: median(floors) };
  return { what, unit: 'ms', ours: median(ours), floor, ratio: median(ours) / floor.value, target: { of: 'ours', atMost: 600 } };
}
