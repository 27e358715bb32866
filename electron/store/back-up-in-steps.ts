import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BackupOptions, prepareBackup, refuseDamaged } from './backups.ts';
import { checkApart } from './check-apart.ts';
import type { Database } from './connection.ts';
import { copyInSteps, syncApart } from './copy-in-steps.ts';
import { syncFolder } from './sync.ts';

/** As `backUp`, while the engine works on: a thread checks the copy. `shouldStop` ends it early, with an error. */
export async function backUpInSteps(database: Database, options: BackupOptions, shouldStop = (): boolean => false): Promise<string> {
  const { file, unfinished } = prepareBackup(options);
  try {
    await copyInSteps(database, unfinished, shouldStop);
    refuseDamaged(unfinished, await checkApart(unfinished, { shouldStop }));
    await syncApart(unfinished);
    await rename(unfinished, file);
    syncFolder(dirname(file));
  } catch (error) {
    for (const name of [unfinished, `${unfinished}-journal`]) await rm(name, { force: true });
    throw error;
  }
  return file;
}
