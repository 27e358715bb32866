import Sqlite from 'better-sqlite3';
import type { Database } from './connection.ts';

/** What SQLite finds wrong; empty when all is well. `deep` also compares indexes with their tables, which takes several times as long. */
export function findDamage(database: Database, deep = false): readonly string[] {
  return [...new Set([...lookForDamage(database, deep)].flat())];
}

/** The same in pieces, so that whoever looks can stop between two. One fault may be told more than once. */
export function* lookForDamage(database: Database, deep: boolean): Generator<readonly string[]> {
  yield faultsOf(database, 'quick_check');
  const tables = orDamage(() => database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all().map(String));
  if ('damage' in tables) return yield [tables.damage];
  if (deep) for (const table of tables.value) yield faultsOf(database, `integrity_check(${quoted(table)})`);
  for (const table of tables.value) {
    const orphans = orDamage(() => database.pragma(`foreign_key_check(${quoted(table)})`) as { parent: string }[]);
    if ('damage' in orphans) yield [`${table}: ${orphans.damage}`];
    else yield orphans.value.map(({ parent }) => `a row of ${table} refers to a row of ${parent} that is not there`);
  }
}

function faultsOf(database: Database, check: string): readonly string[] {
  const rows = orDamage(() => database.pragma(check) as Record<string, string>[]);
  if ('damage' in rows) return [rows.damage];
  return rows.value.flatMap((row) => Object.values(row)).filter((line) => line !== 'ok');
}

/** A check that stumbles over what it looks for has found it. */
function orDamage<T>(look: () => T): { readonly value: T } | { readonly damage: string } {
  try {
    return { value: look() };
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) return { damage: error.message };
    throw error;
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
