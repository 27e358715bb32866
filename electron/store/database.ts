import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type LastStop, readLastStop } from './clean-stop.ts';
import type { Database } from './connection.ts';
import { type DataFolderLock, lockDataFolder } from './data-folder-lock.ts';
import { DatabaseUnavailable, damaged, toUnavailable } from './database-unavailable.ts';
import { identify } from './file-identity.ts';
import { findDamage } from './integrity.ts';
import { makeFolder } from './make-folder.ts';
import { migrate } from './migrate.ts';
import { migrations as allMigrations, type Migration } from './migrations/migrations.ts';
import { refuseNetworkFolder } from './network-folder.ts';
import { readOnly } from './read-only.ts';

export type { Database };

export interface OpenedDatabase {
  readonly database: Database;
  readonly lastStop: LastStop;
  /** Also gives the data folder free. */
  close(): void;
}

export interface OpenDatabaseOptions {
  /** False: `gone` when there is no database yet, so that a data folder that vanished is not begun anew. Default true. */
  readonly create?: boolean;
  readonly migrations?: readonly Migration[];
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * Opens `pawl.db` in the data folder, alone: a second engine gets `in_use`. Settings as the promise needs them: a commit that has returned
 * is on the disk. After an unclean stop the whole file is checked first. Throws DatabaseUnavailable; what cannot be used is left as it was.
 */
export function openDatabase(dataDir: string, options: OpenDatabaseOptions = {}): OpenedDatabase {
  const { create = true, migrations = allMigrations, now = Date.now } = options;
  const file = join(dataDir, 'pawl.db');
  let lock: DataFolderLock | undefined;
  let database: Database | undefined;
  function close(): void {
    database?.close();
    lock?.release();
  }
  try {
    if (create) makeFolder(dataDir);
    else if (!existsSync(file)) throw new DatabaseUnavailable('gone', `${file} is not there any more. Bring the data folder back.`);
    refuseNetworkFolder(dataDir);
    lock = lockDataFolder(dataDir);
    const isNew = identify(dataDir, migrations.length) === 'new';
    const lastStop: LastStop = isNew ? { kind: 'none_before', at: undefined } : readOnly(file, (found) => examine(found, file));
    database = new Sqlite(file, { timeout: 0 });
    takeAlone(database, isNew);
    configure(database);
    migrate(database, migrations, { folder: join(dataDir, 'backups'), at: now() });
    return { database, lastStop, close };
  } catch (error) {
    close();
    throw toUnavailable(error, file);
  }
}

function takeAlone(database: Database, isNew: boolean): void {
  // Before the first read, so that the lock is taken by the first transaction and kept.
  database.pragma('locking_mode = EXCLUSIVE');
  // Only a database without tables takes it.
  if (isNew) database.pragma('auto_vacuum = INCREMENTAL');
  const mode = database.pragma('journal_mode = WAL', { simple: true });
  if (mode !== 'wal') throw new Error(`the file system does not allow a write-ahead log (journal mode ${String(mode)})`);
  database.exec('BEGIN EXCLUSIVE; COMMIT');
}

/** better-sqlite3 opens every connection in SQLite's defensive mode already. */
function configure(database: Database): void {
  database.pragma('synchronous = FULL');
  database.pragma('fullfsync = 1');
  database.pragma('checkpoint_fullfsync = 1');
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('busy_timeout = 5000');
  database.pragma('wal_autocheckpoint = 1000');
  database.pragma('journal_size_limit = 67108864');
  database.pragma('temp_store = MEMORY');
}

/** A crash of the machine can leave a file that was never written like that. Throws DatabaseUnavailable `damaged`. */
function examine(database: Database, file: string): LastStop {
  const lastStop = readLastStop(database);
  const damage = lastStop.kind === 'unclean' ? findDamage(database) : [];
  if (damage.length > 0) throw damaged(file, damage.slice(0, 3).join('; '));
  return lastStop;
}
