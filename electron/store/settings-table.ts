import type { Json } from '../../shared/lib/json.ts';
import type { Database } from './database.ts';

/** The engine's own facts about this data folder (install id, epoch), by name. */
export function createSettingsTable(database: Database) {
  const get = database.prepare('SELECT value FROM settings WHERE name = ?').pluck();
  const put = database.prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');

  return {
    get(name: string): Json | undefined {
      const text = get.get(name) as string | undefined;
      return text === undefined ? undefined : (JSON.parse(text) as Json);
    },
    put: (name: string, value: Json): void => void put.run(name, JSON.stringify(value)),
  };
}

export type SettingsTable = ReturnType<typeof createSettingsTable>;
