import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { backUpInSteps } from '../../electron/store/back-up-in-steps.ts';
import { backUp } from '../../electron/store/backups.ts';
import { openDatabase } from '../../electron/store/database.ts';
import { makeHistory } from './make-history.ts';
import type { Row } from './row.ts';

export const backupRow: Row = {
  name: 'backup',
  title: 'The daily backup of a long history, while the engine works',
  isLong: true,
  async measure({ folder, runs }) {
    const home = join(folder, 'home');
    await makeHistory(home, runs);
    const { database, close } = openDatabase(home);
    const to = join(folder, 'backups');
    const startedAt = performance.now();
    backUp(database, { folder: to, at: 1, label: 'in-one-go' });
    const inOneGo = performance.now() - startedAt;
    const { longestMs, wholeMs } = await watchTurns(() => backUpInSteps(database, { folder: to, at: 2, label: 'in-steps' }));
    close();
    const floor = { name: 'in one go', value: inOneGo };
    return [
      { what: 'the longest block', unit: 'ms', ours: longestMs, floor, ratio: longestMs / inOneGo },
      { what: 'from its start to its end', unit: 'ms', ours: wholeMs, floor, ratio: wholeMs / inOneGo },
    ];
  },
};

/** The longest turn of the event loop while the work is done. */
async function watchTurns(work: () => Promise<unknown>): Promise<{ readonly longestMs: number; readonly wholeMs: number }> {
  const startedAt = performance.now();
  let isOver = false;
  let longestMs = 0;
  const done = work().finally(() => {
    isOver = true;
  });
  for (let last = startedAt; !isOver; ) {
    await nextTurn();
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last);
    last = now;
  }
  await done;
  return { longestMs, wholeMs: performance.now() - startedAt };
}
