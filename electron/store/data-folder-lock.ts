import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

/** Held for as long as an engine, or a rescue, owns the data folder. */
export interface DataFolderLock {
  release(): void;
}

/**
 * Takes the data folder for this process alone. Its own file, so that `pawl.db` can be looked at byte by byte before SQLite opens it: opening
 * changes files, and closing any descriptor of a file drops the process's locks on it. Throws SQLITE_BUSY when somebody else has it.
 */
export function lockDataFolder(dataDir: string): DataFolderLock {
  const lock = new Sqlite(join(dataDir, 'pawl.lock'), { timeout: 0 });
  try {
    // Nothing is ever written: the file stays empty, and needs no journal beside it.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw error;
  }
  return { release: () => void lock.close() };
}
