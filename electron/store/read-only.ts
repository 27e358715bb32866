import { existsSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { Database } from './connection.ts';

/**
 * Looks into a database and leaves every byte of it, and of its log, as it was: a connection that can write empties the log into the file
 * when it is closed. Only under the data folder's lock.
 */
export function readOnly<T>(file: string, use: (database: Database) => T): T {
  const missing = [`${file}-wal`, `${file}-shm`].filter((name) => !existsSync(name));
  const database = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    return use(database);
  } finally {
    database.close();
    // SQLite makes them for reading, too, and only a connection that can write removes them.
    for (const name of missing) rmSync(name, { force: true });
  }
}
