import type { Database } from './connection.ts';

/** What SQLite finds wrong; empty when all is well. `deep` also compares indexes with their tables, which takes several times as long. */
export function findDamage(database: Database, deep = false): readonly string[] {
  const lines = deep
    ? (database.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check)
    : (database.pragma('quick_check') as { quick_check: string }[]).map((row) => row.quick_check);
  const orphans = database.pragma('foreign_key_check') as { table: string; parent: string }[];
  return [
    ...lines.filter((line) => line !== 'ok'),
    ...orphans.map(({ table, parent }) => `a row of ${table} refers to a row of ${parent} that is not there`),
  ];
}
