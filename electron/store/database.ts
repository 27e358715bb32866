import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { failpoint } from '../../shared/lib/failpoint.ts';
import { migrations } from './migrations/migrations.ts';

export type Database = Sqlite.Database;

/** "PAWL" in ASCII: tells our files from other SQLite databases. */
const APPLICATION_ID = 0x5041574c;

/** Why the data folder cannot be used. */
export type DatabaseProblem = 'in_use' | 'foreign' | 'from_the_future' | 'damaged' | 'unusable';

export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly code = 'DATABASE_UNAVAILABLE';
  readonly problem: DatabaseProblem;
  constructor(problem: DatabaseProblem, message: string, cause?: unknown) {
    super(message, { cause });
    this.problem = problem;
  }
}

/**
 * Opens `pawl.db` in the data folder, alone: a second engine gets `in_use`. Settings as the promise needs them: a commit that has returned
 * is on the disk. Throws DatabaseUnavailable; the file is left as it was.
 */
export function openDatabase(dataDir: string): Database {
  const file = join(dataDir, 'pawl.db');
  let database: Database | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const isNew = !existsSync(file);
    database = new Sqlite(file);
    // Before the first read, so that the lock is taken by the first transaction and kept.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('busy_timeout = 0');
    database.pragma('journal_mode = WAL');
    database.exec('BEGIN EXCLUSIVE; COMMIT');
    checkIdentity(database, file, isNew);
    configure(database);
    migrate(database, file);
    return database;
  } catch (error) {
    database?.close();
    throw unavailable(error, file);
  }
}

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

function checkIdentity(database: Database, file: string, isNew: boolean): void {
  const id = database.pragma('application_id', { simple: true });
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (id === APPLICATION_ID) return;
  if (id === 0 && (isNew || tables === 0)) return;
  throw new DatabaseUnavailable(
    'foreign',
    `${file} is a database of another program. Move it away, or choose another data folder with --home.`,
  );
}

function migrate(database: Database, file: string): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > migrations.length) {
    throw new DatabaseUnavailable(
      'from_the_future',
      `${file} was written by a newer version of Pawl (format ${version}; this one knows ${migrations.length}). Update Pawl; the file was not touched.`,
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database
      .transaction(() => {
        database.exec(sql);
        database.pragma(`user_version = ${index + 1}`);
        database.pragma(`application_id = ${APPLICATION_ID}`);
        failpoint('C13');
      })
      .exclusive();
  }
}

function unavailable(error: unknown, file: string): Error {
  if (error instanceof DatabaseUnavailable) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_BUSY')) {
    return new DatabaseUnavailable('in_use', `${file} is in use by another engine on this data folder.`, error);
  }
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    return new DatabaseUnavailable('damaged', `${file} is damaged. Keep a copy of it, then run: pawl doctor`, error);
  }
  const why = error instanceof Error ? error.message : String(error);
  return new DatabaseUnavailable(
    'unusable',
    `The data folder cannot be used (${file}): ${why}. Check that it exists, is writable and is on a local disk.`,
    error,
  );
}
