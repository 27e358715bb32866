import type { Database } from './connection.ts';

/** How the engine before this one left the data folder. */
export interface LastStop {
  readonly kind: 'none_before' | 'clean' | 'unclean';
  /** Milliseconds since the epoch; of a clean stop. */
  readonly at: number | undefined;
}

const NAME = 'stoppedAt';
const PUT = 'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value';

/** Only once the tables are there. */
export function readLastStop(database: Database): LastStop {
  const text: unknown = database.prepare('SELECT value FROM settings WHERE name = ?').pluck().get(NAME);
  if (typeof text !== 'string') return { kind: 'none_before', at: undefined };
  const at: unknown = JSON.parse(text);
  return typeof at === 'number' ? { kind: 'clean', at } : { kind: 'unclean', at: undefined };
}

/** To be in the first commit of an engine: until `markStopped`, its end counts as a crash. */
export function markRunning(database: Database): void {
  database.prepare(PUT).run(NAME, 'null');
}

export function markStopped(database: Database, at: number): void {
  database.prepare(PUT).run(NAME, String(at));
}
