import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type BackupOptions, prepareBackup } from './backups.ts';
import type { Database } from './connection.ts';
import { syncFolder } from './sync.ts';

/** Copied in one go: a fraction of a millisecond. */
const PAGES_AT_ONCE = 100;
/** What is not on the disk yet when the copy ends is written there while everybody waits: at most so much. */
const UNSYNCED_PAGES = 2000;

/**
 * As `backUp`, while the engine works on: pages are copied a few at a time, with what is written meanwhile, and a thread checks the copy.
 * The main connection has to do it, because it lets no other in. `shouldStop` ends it early, with an error.
 */
export async function backUpInSteps(database: Database, options: BackupOptions, shouldStop = (): boolean => false): Promise<string> {
  const { file, unfinished } = prepareBackup(options);
  try {
    await copyInSteps(database, unfinished, shouldStop);
    await verifyApart(unfinished);
    await sync(unfinished);
    await rename(unfinished, file);
    syncFolder(dirname(file));
  } catch (error) {
    for (const name of [unfinished, `${unfinished}-journal`]) await rm(name, { force: true });
    throw error;
  }
  return file;
}

async function copyInSteps(database: Database, file: string, shouldStop: () => boolean): Promise<void> {
  let syncing = false;
  let unsynced = 0;
  let failure: unknown;
  await database.backup(file, {
    progress({ remainingPages }) {
      if (failure !== undefined) throw failure;
      if (shouldStop()) throw new Error('The backup was stopped');
      unsynced += PAGES_AT_ONCE;
      if (!syncing && unsynced >= UNSYNCED_PAGES) {
        syncing = true;
        unsynced = 0;
        sync(file)
          .catch((error: unknown) => {
            failure = error;
          })
          .finally(() => {
            syncing = false;
          });
      }
      // The last step syncs what is left, and blocks: it waits for the disk to catch up.
      return syncing && (unsynced >= UNSYNCED_PAGES || remainingPages <= PAGES_AT_ONCE) ? 0 : PAGES_AT_ONCE;
    },
  });
}

function verifyApart(file: string): Promise<void> {
  const entry = import.meta.url.endsWith('.ts') ? './verify-worker.ts' : './verify-worker.js';
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: file });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The check of ${file} ended with ${code}`))));
  });
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
