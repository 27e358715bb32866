import { closeSync, copyFileSync, existsSync, openSync, statSync, writeSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { Database } from './connection.ts';
import { startsLikeDatabase } from './file-identity.ts';
import { readLog } from './write-ahead-log.ts';

type Statement = Sqlite.Statement<unknown[]>;

export type SalvagedRow = Readonly<Record<string, unknown>>;

/** A copy of a damaged database, from which everything is read that still can be. */
export interface Salvage {
  /** Calls `take` for each row that can be read; returns what could not be, in words. JSON in a row is parsed. */
  read(table: SalvagedTable, take: (row: SalvagedRow) => void): string[];
  close(): void;
}

/** In the order in which they are to be read: runs before what belongs to them. */
export const salvagedTables = [
  'settings',
  'workflows',
  'workflow_versions',
  'triggers',
  'firings',
  'runs',
  'steps',
  'attempts',
  'run_events',
  'checkpoints',
] as const;
export type SalvagedTable = (typeof salvagedTables)[number];

/** These lie sorted by run: where one run cannot be read, the next one often can. */
const OF_RUN: ReadonlySet<SalvagedTable> = new Set(['steps', 'attempts', 'run_events', 'checkpoints']);
const HEADER_BYTES = 100;
const PAGE_BYTES = 4096;

/** Copies the database and its log to `copy`, and never writes to `file`. Throws when not even its list of tables can be read. */
export function openSalvage(file: string, copy: string): Salvage {
  if (existsSync(file)) copyFileSync(file, copy);
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
  restoreHeader(copy);
  const database = new Sqlite(copy);
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    database.close();
    throw error;
  }
  const runKeys: number[] = [];

  return {
    read(table, take) {
      const keep = (row: SalvagedRow): void => {
        if (table === 'runs' && typeof row['key'] === 'number') runKeys.push(row['key']);
        take(parsed(row));
      };
      try {
        if (OF_RUN.has(table)) return readByRun(database, table, runKeys, keep);
        return table === 'settings' ? readOneWay(database, keep) : readByKey(database, table, keep);
      } catch (error) {
        return [describe(error)];
      }
    },
    close: () => void database.close(),
  };
}

/** Where page 1 has lost its header, the log's copy of the page stands in for it, else what SQLite writes into every database of ours. */
function restoreHeader(copy: string): void {
  if (startsLikeDatabase(copy)) return;
  const firstPage = readLog(`${copy}-wal`)?.firstPage;
  const isEmpty = !existsSync(copy) || statSync(copy).size === 0;
  const start = firstPage ?? (isEmpty ? undefined : standardHeader());
  if (start === undefined) return;
  const descriptor = openSync(copy, isEmpty ? 'w' : 'r+');
  try {
    writeSync(descriptor, start, 0, start.length, 0);
  } finally {
    closeSync(descriptor);
  }
}

/** "The Database Header" of the SQLite file format; what is left 0 is worked out by SQLite or not needed to read. */
function standardHeader(): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('SQLite format 3\0', 0, 'latin1');
  header.writeUInt16BE(PAGE_BYTES, 16);
  header.set([2, 2, 0, 64, 32, 32], 18);
  header.writeUInt32BE(4, 44);
  header.writeUInt32BE(1, 56);
  return header;
}

/** From both ends, then what lies between them key by key. */
function readByKey(database: Database, table: SalvagedTable, take: (row: SalvagedRow) => void): string[] {
  let low = 0;
  const error = readUntilError(database.prepare(`SELECT * FROM ${table} ORDER BY key`), [], (row) => {
    low = Number(row['key']);
    take(row);
  });
  if (error === undefined) return [];
  const upper: SalvagedRow[] = [];
  readUntilError(database.prepare(`SELECT * FROM ${table} WHERE key > ? ORDER BY key DESC`), [low], (row) => upper.push(row));
  const high = Number(upper.at(-1)?.['key'] ?? low + 1);
  const one = database.prepare(`SELECT * FROM ${table} WHERE key = ?`);
  let lost = 0;
  for (let key = low + 1; key < high; key++) {
    const failure = readUntilError(one, [key], take);
    if (failure !== undefined) lost++;
  }
  for (const row of upper.reverse()) take(row);
  return [lost === 0 ? describe(error) : `up to ${lost} rows between ${low} and ${high}: ${describe(error)}`];
}

function readByRun(database: Database, table: SalvagedTable, runKeys: readonly number[], take: (row: SalvagedRow) => void): string[] {
  const ofRun = database.prepare(`SELECT * FROM ${table} WHERE run_key = ?`);
  return runKeys.flatMap((key) => {
    const error = readUntilError(ofRun, [key], take);
    return error === undefined ? [] : [`some of run ${key}: ${describe(error)}`];
  });
}

function readOneWay(database: Database, take: (row: SalvagedRow) => void): string[] {
  const error = readUntilError(database.prepare('SELECT * FROM settings'), [], take);
  return error === undefined ? [] : [describe(error)];
}

function readUntilError(statement: Statement, values: readonly number[], take: (row: SalvagedRow) => void): unknown {
  try {
    for (const row of statement.iterate(...values)) take(row as SalvagedRow);
    return undefined;
  } catch (error) {
    return error;
  }
}

function parsed(row: SalvagedRow): SalvagedRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, name === 'source' ? value : tryParse(value)]));
}

/** Text columns that hold JSON; everything else stays as it is. */
function tryParse(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{"]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
