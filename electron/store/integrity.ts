import type { Database } from './connection.ts';

/** What SQLite finds wrong; empty when all is well. `deep` also compares indexes with their tables, which takes several times as long. */
export function findDamage(database: Database, deep = false): readonly string[] {
  return [...new Set([...lookForDamage(database, deep)].flat())];
}

/** The same in pieces, so that whoever looks can stop between two. One fault may be told more than once. */
export function* lookForDamage(database: Database, deep: boolean): Generator<readonly string[]> {
  yield faultsOf(database, 'quick_check');
  const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all().map(String);
  if (deep) for (const table of tables) yield faultsOf(database, `integrity_check(${quoted(table)})`);
  for (const table of tables) {
    const orphans = database.pragma(`foreign_key_check(${quoted(table)})`) as { table: string; parent: string }[];
    yield orphans.map(({ parent }) => `a row of ${table} refers to a row of ${parent} that is not there`);
  }
}

function faultsOf(database: Database, check: string): readonly string[] {
  const rows = database.pragma(check) as Record<string, string>[];
  return rows.flatMap((row) => Object.values(row)).filter((line) => line !== 'ok');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
