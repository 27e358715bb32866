import type Sqlite from 'better-sqlite3';
import type { Database } from './connection.ts';

type Statement = Sqlite.Statement<unknown[]>;

export type SalvagedRow = Readonly<Record<string, unknown>>;

/** A table of a damaged database, as its own schema describes it. */
export interface SalvagedTable {
  readonly name: string;
  /** False: it lies sorted by its primary key. */
  readonly hasRowid: boolean;
  /** Columns, in their order. */
  readonly primaryKey: readonly string[];
}

/** Every table that holds something of its own, in the order in which they were made: what others refer to comes first. */
export function listTables(database: Database): SalvagedTable[] {
  const made = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid`).pluck().all().map(String);
  const known = database.pragma('table_list') as { schema: string; name: string; type: string; wr: number }[];
  const own = known.filter(({ schema, name, type }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_'));
  return own
    .map(({ name, wr }) => ({ name, hasRowid: wr === 0, primaryKey: primaryKeyOf(database, name) }))
    .sort((a, b) => made.indexOf(a.name) - made.indexOf(b.name));
}

function primaryKeyOf(database: Database, table: string): string[] {
  const columns = database.pragma(`table_info(${quoted(table)})`) as { name: string; pk: number }[];
  return columns
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => name);
}

/**
 * Calls `take` for each row that can be read around what cannot; returns what is lost, in words. What lies sorted by run is read run by run:
 * where one cannot be read, the next one often can.
 */
export function readRows(database: Database, table: SalvagedTable, runKeys: readonly number[], take: (row: SalvagedRow) => void): string[] {
  if (table.hasRowid) return readByRowid(database, table, take);
  return table.primaryKey[0] === 'run_key' ? readByRun(database, table, runKeys, take) : readFromBothEnds(database, table, take);
}

/** From both ends, then what lies between them row by row. */
function readByRowid(database: Database, { name }: SalvagedTable, take: (row: SalvagedRow) => void): string[] {
  const all = `SELECT rowid AS "rowid of salvage", * FROM ${quoted(name)}`;
  const keep = ({ 'rowid of salvage': _rowid, ...row }: SalvagedRow): void => take(row);
  const rowidOf = (row: SalvagedRow | undefined): number | undefined => (row === undefined ? undefined : Number(row['rowid of salvage']));
  let low = 0;
  const error = readUntilError(database.prepare(`${all} ORDER BY rowid`), [], (row) => {
    low = rowidOf(row) ?? low;
    keep(row);
  });
  if (error === undefined) return [];
  const upper: SalvagedRow[] = [];
  readUntilError(database.prepare(`${all} WHERE rowid > ? ORDER BY rowid DESC`), [low], (row) => upper.push(row));
  const high = rowidOf(upper.at(-1)) ?? low + 1;
  const one = database.prepare(`${all} WHERE rowid = ?`);
  let lost = 0;
  for (let rowid = low + 1; rowid < high; rowid++) if (readUntilError(one, [rowid], keep) !== undefined) lost++;
  for (const row of upper.reverse()) keep(row);
  return [lost === 0 ? describe(error) : `up to ${lost} rows between ${low} and ${high}: ${describe(error)}`];
}

function readByRun(database: Database, { name }: SalvagedTable, runKeys: readonly number[], take: (row: SalvagedRow) => void): string[] {
  const ofRun = database.prepare(`SELECT * FROM ${quoted(name)} WHERE run_key = ?`);
  const problems: string[] = [];
  for (const key of findRunKeys(database, name, runKeys)) {
    const error = readUntilError(ofRun, [key], take);
    if (error !== undefined) problems.push(`some of run ${key}: ${describe(error)}`);
  }
  return problems;
}

/** Those that stand in the table, also of runs whose own rows are lost; where it cannot be read, those that are known otherwise. */
function* findRunKeys(database: Database, name: string, known: readonly number[]): Generator<number> {
  const next = database.prepare(`SELECT run_key FROM ${quoted(name)} WHERE run_key > ? ORDER BY run_key LIMIT 1`).pluck();
  const sorted = [...known].sort((a, b) => a - b);
  let at = -1;
  let passed = 0;
  const nextKnown = (): number | undefined => {
    while ((sorted[passed] ?? Number.POSITIVE_INFINITY) <= at) passed++;
    return sorted[passed];
  };
  for (;;) {
    let found: number | undefined;
    try {
      const key = next.get(at);
      found = typeof key === 'number' ? key : undefined;
    } catch {
      found = nextKnown();
    }
    if (found === undefined) return;
    yield found;
    at = found;
  }
}

/** Nobody knows which keys there are between. */
function readFromBothEnds(database: Database, { name, primaryKey }: SalvagedTable, take: (row: SalvagedRow) => void): string[] {
  const columns = primaryKey.map(quoted);
  const all = `SELECT * FROM ${quoted(name)}`;
  let last: SalvagedRow | undefined;
  const error = readUntilError(database.prepare(`${all} ORDER BY ${columns.join(', ')}`), [], (row) => {
    last = row;
    take(row);
  });
  if (error === undefined) return [];
  const upper: SalvagedRow[] = [];
  const beyond = last === undefined ? '' : `WHERE (${columns.join(', ')}) > (${columns.map(() => '?').join(', ')})`;
  const values = primaryKey.flatMap((column) => (last === undefined ? [] : [last[column]]));
  const backwards = `${all} ${beyond} ORDER BY ${columns.map((column) => `${column} DESC`).join(', ')}`;
  readUntilError(database.prepare(backwards), values, (row) => upper.push(row));
  for (const row of upper.reverse()) take(row);
  return [describe(error)];
}

function readUntilError(statement: Statement, values: readonly unknown[], take: (row: SalvagedRow) => void): unknown {
  try {
    for (const row of statement.iterate(...values)) take(row as SalvagedRow);
    return undefined;
  } catch (error) {
    return error;
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
