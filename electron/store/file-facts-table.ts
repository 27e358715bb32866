import type { Json } from '../../shared/lib/json.ts';
import type { Database } from './database.ts';

/** What each file trigger last knew of each file, so that changes made while nobody watched are found. */
export function createFileFactsTable(database: Database) {
  const all = database.prepare('SELECT path, fact FROM file_facts WHERE trigger_key = ?');
  const put = database.prepare(
    'INSERT INTO file_facts (trigger_key, path, fact) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET fact = excluded.fact',
  );
  const remove = database.prepare('DELETE FROM file_facts WHERE trigger_key = ? AND path = ?');
  const clear = database.prepare('DELETE FROM file_facts WHERE trigger_key = ?');

  return {
    load(triggerKey: number): Map<string, Json> {
      const facts = new Map<string, Json>();
      for (const row of all.iterate(triggerKey) as Iterable<{ path: string; fact: string }>)
        facts.set(row.path, JSON.parse(row.fact) as Json);
      return facts;
    },
    put: (triggerKey: number, path: string, fact: Json): void => void put.run(triggerKey, path, JSON.stringify(fact)),
    remove: (triggerKey: number, path: string): void => void remove.run(triggerKey, path),
    clear: (triggerKey: number): void => void clear.run(triggerKey),
  };
}

export type FileFactsTable = ReturnType<typeof createFileFactsTable>;
