import { open } from 'node:fs/promises';
import type { Database } from './connection.ts';

/** Copied in one go: a fraction of a millisecond. */
const PAGES_AT_ONCE = 100;
/** What is not on the disk yet when the copy ends is written there while everybody waits: at most so much. */
const UNSYNCED_PAGES = 2000;

/**
 * Copies a database that is in use, a few pages at a time and as they are, with what is written meanwhile. The main connection has to do it,
 * because it lets no other in. `shouldStop` ends it early, with an error.
 */
export async function copyInSteps(database: Database, file: string, shouldStop: () => boolean): Promise<void> {
  let syncing = false;
  let unsynced = 0;
  let failure: unknown;
  await database.backup(file, {
    progress({ remainingPages }) {
      if (failure !== undefined) throw failure;
      if (shouldStop()) throw new Error('The copy of the database was stopped');
      unsynced += PAGES_AT_ONCE;
      if (!syncing && unsynced >= UNSYNCED_PAGES) {
        syncing = true;
        unsynced = 0;
        syncApart(file)
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

export async function syncApart(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
