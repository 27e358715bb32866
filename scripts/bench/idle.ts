import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from './row.ts';
import { type ServedPawl, servePawl } from './served-pawl.ts';

const TRIGGERS = 20;
/** It has settled when it has not shrunk any more for so many looks, a second apart. */
const STEADY_LOOKS = 5;
const MOST_LOOKS = 45;

export const idleRow: Row = {
  name: 'idle',
  title: `Idle memory, headless, ${TRIGGERS} triggers armed`,
  async measure({ folder }) {
    const watched = join(folder, 'watched');
    await mkdir(watched);
    for (let index = 0; index < 200; index++) await writeFile(join(watched, `${index}.txt`), 'hello');
    const served = await servePawl(join(folder, 'home'));
    const { client } = served.connection;
    for (let index = 0; index < TRIGGERS; index++) {
      const trigger = triggerAt(index, watched);
      const text = JSON.stringify({
        name: `Idle ${index}`,
        triggers: [trigger],
        steps: [{ id: 'note', action: 'log', with: { message: 'hi' } }],
      });
      await client.workflows.import({ text, trust: true });
    }
    const armed = (await client.triggers.list({})).items.filter(({ health }) => health === 'armed').length;
    if (armed !== TRIGGERS) throw new Error(`${armed} of ${TRIGGERS} triggers are armed`);
    const { settled, most } = await settle(served);
    await served.stop();
    return [
      { what: 'resident memory, settled', ours: settled, unit: 'MB', target: { of: 'ours', atMost: 140 }, note: 'aim ≤ 100 MB' },
      { what: 'the most of it on the way', ours: most, unit: 'MB' },
    ];
  },
};

function triggerAt(index: number, watched: string): object {
  if (index % 2 === 0) return { id: 'files', type: 'file_change', config: { path: join(watched, `*.${index}`) } };
  return { id: 'hourly', type: 'schedule', config: { cron: `${index} 3 * * *` } };
}

async function settle(served: ServedPawl): Promise<{ settled: number; most: number }> {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let looks = 0, steady = 0; looks < MOST_LOOKS && steady < STEADY_LOOKS; looks++) {
    await new Promise((wake) => setTimeout(wake, 1000));
    const now = await served.residentMb();
    most = Math.max(most, now);
    steady = now < least - 0.5 ? 0 : steady + 1;
    least = Math.min(least, now);
  }
  return { settled: await served.residentMb(), most };
}
