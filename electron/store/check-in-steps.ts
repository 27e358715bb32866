import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkApart } from './check-apart.ts';
import type { Database } from './connection.ts';
import { copyInSteps } from './copy-in-steps.ts';
import { makeFolder } from './make-folder.ts';

/** One that a crash has left is cleared with the unfinished backups. */
const NAME = 'check.db.part';

/**
 * `findDamage` of a database that is in use, while the engine works on: a copy is checked, and removed. Pages are copied as they are, so
 * that damage is copied too. `shouldStop` ends it early, with an error.
 */
export async function checkInSteps(
  database: Database,
  folder: string,
  { deep, shouldStop = (): boolean => false }: { readonly deep: boolean; readonly shouldStop?: (() => boolean) | undefined },
): Promise<readonly string[]> {
  makeFolder(folder);
  const copy = join(folder, NAME);
  try {
    await copyInSteps(database, copy, shouldStop);
    return await checkApart(copy, { deep, shouldStop });
  } finally {
    for (const name of [copy, `${copy}-journal`]) await rm(name, { force: true });
  }
}
