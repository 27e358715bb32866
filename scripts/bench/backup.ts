import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { backUpInSteps } from '../../electron/store/back-up-in-steps.ts';
import { backUp } from '../../electron/store/backups.ts';
import { checkInSteps } from '../../electron/store/check-in-steps.ts';
import { openDatabase } from '../../electron/store/database.ts';
import { findDamage } from '../../electron/store/integrity.ts';
import { makeHistory } from './make-history.ts';
import type { Row } from './row.ts';

export const backupRow: Row = {
  name: 'backup',
  title: 'The daily backup and the weekly check of a long history, while the engine works',
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
    const checkedAt = performance.now();
    findDamage(database, true);
    const checkInOneGo = performance.now() - checkedAt;
    const check = await watchTurns(() => checkInSteps(database, to, { deep: true }));
    const quickAt = performance.now();
    findDamage(database);
    const quickMs = performance.now() - quickAt;
    close();
    const floor = { name: 'in one go', value: inOneGo };
    const checkFloor = { name: 'in one go', value: checkInOneGo };
    return [
      { what: 'the longest block', unit: 'ms', ours: longestMs, floor, ratio: longestMs / inOneGo },
      { what: 'from its start to its end', unit: 'ms', ours: wholeMs, floor, ratio: wholeMs / inOneGo },
      {
        what: 'the longest block of the weekly check',
        unit: 'ms',
        ours: check.longestMs,
        floor: checkFloor,
        ratio: check.longestMs / checkInOneGo,
      },
      { what: 'the check at a start after a crash', unit: 'ms', ours: quickMs, floor: checkFloor, ratio: quickMs / checkInOneGo },
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
