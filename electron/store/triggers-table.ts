import type { Json } from '../../shared/lib/json.ts';
import type { Database } from './database.ts';

export interface TriggerRow {
  readonly key: number;
  readonly workflowKey: number;
  /** The trigger's id in its document. */
  readonly id: string;
  readonly paused: boolean;
  /** How far the trigger has looked; its own business. */
  readonly cursor: Json | undefined;
}

const COLUMNS = 'key, workflow_key AS workflowKey, id, paused, cursor';

/** What outlives a version of the document: whether a trigger is paused, and how far it has looked. */
export function createTriggersTable(database: Database) {
  const insert = database.prepare('INSERT INTO triggers (workflow_key, id) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const one = database.prepare(`SELECT ${COLUMNS} FROM triggers WHERE workflow_key = ? AND id = ?`);
  const byKey = database.prepare(`SELECT ${COLUMNS} FROM triggers WHERE key = ?`);
  const pause = database.prepare('UPDATE triggers SET paused = ? WHERE key = ?');
  const cursor = database.prepare('UPDATE triggers SET cursor = ? WHERE key = ?');

  function row(raw: unknown): TriggerRow | undefined {
    if (raw === undefined) return undefined;
    const value = raw as Omit<TriggerRow, 'paused' | 'cursor'> & { paused: number; cursor: string | null };
    return { ...value, paused: value.paused === 1, cursor: value.cursor === null ? undefined : (JSON.parse(value.cursor) as Json) };
  }

  return {
    /** Makes the row when it is not there. */
    ensure(workflowKey: number, id: string): TriggerRow {
      insert.run(workflowKey, id);
      return row(one.get(workflowKey, id)) as TriggerRow;
    },
    find: (workflowKey: number, id: string) => row(one.get(workflowKey, id)),
    byKey: (key: number) => row(byKey.get(key)),
    setPaused: (key: number, paused: boolean): void => void pause.run(Number(paused), key),
    setCursor: (key: number, value: Json): void => void cursor.run(JSON.stringify(value), key),
  };
}

export type TriggersTable = ReturnType<typeof createTriggersTable>;
