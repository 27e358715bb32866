import { closeSync, copyFileSync, existsSync, openSync, statSync, writeSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { startsLikeDatabase } from './file-identity.ts';
import { describe, listTables, readRows, type SalvagedRow, type SalvagedTable } from './salvage-rows.ts';
import { readLog } from './write-ahead-log.ts';

/** A copy of a damaged database, from which everything is read that still can be. */
export interface Salvage {
  /** In the order in which they are to be read: runs before what belongs to them. */
  readonly tables: readonly SalvagedTable[];
  /** Calls `take` for each row that can be read; returns what could not be, in words. JSON in a row is parsed. */
  read(table: SalvagedTable, take: (row: SalvagedRow) => void): string[];
  close(): void;
}

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
  let tables: readonly SalvagedTable[];
  try {
    tables = listTables(database);
  } catch (error) {
    database.close();
    throw error;
  }
  const runKeys: number[] = [];

  return {
    tables,
    read(table, take) {
      const keep = (row: SalvagedRow): void => {
        if (table.name === 'runs' && typeof row['key'] === 'number') runKeys.push(row['key']);
        take(parsed(row));
      };
      try {
        return readRows(database, table, runKeys, keep);
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
