import { statSync } from 'node:fs';
import type { Database } from './connection.ts';

export interface Space {
  readonly databaseBytes: number;
  /** Of the log (`-wal`), which is emptied into the database from time to time. */
  readonly logBytes: number;
  /** In the database file, used by nothing. */
  readonly freeBytes: number;
}

export function measureSpace(database: Database): Space {
  const free = Number(database.pragma('freelist_count', { simple: true })) * Number(database.pragma('page_size', { simple: true }));
  return { databaseBytes: sizeOf(database.name), logBytes: sizeOf(`${database.name}-wal`), freeBytes: free };
}

/** Gives up to so many free pages back to the file system. Returns whether there are more. */
export function releasePages(database: Database, pages: number): boolean {
  database.pragma(`incremental_vacuum(${pages})`);
  return Number(database.pragma('freelist_count', { simple: true })) > 0;
}

/** Empties the log into the database, so that the file is as small as its pages and the log is gone. */
export function emptyLog(database: Database): void {
  database.pragma('wal_checkpoint(TRUNCATE)');
}

/** The settings that the promise stands on, as SQLite reads them back. */
export function readSettings(database: Database): Readonly<Record<string, string | number>> {
  const names = [
    'journal_mode',
    'synchronous',
    'fullfsync',
    'checkpoint_fullfsync',
    'locking_mode',
    'foreign_keys',
    'trusted_schema',
    'cell_size_check',
    'busy_timeout',
    'wal_autocheckpoint',
    'journal_size_limit',
    'auto_vacuum',
    'application_id',
    'user_version',
  ];
  return Object.fromEntries(names.map((name) => [name, database.pragma(name, { simple: true }) as string | number]));
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
