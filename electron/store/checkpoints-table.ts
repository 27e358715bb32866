import type { Database } from './database.ts';

export interface CheckpointRow {
  /** The number of the event that it stands after. */
  readonly seq: number;
  readonly label: string;
  readonly madeBy: string;
  readonly at: number;
}

/** Checkpoints made by hand. The automatic ones are the events that end a step, and need no rows. */
export function createCheckpointsTable(database: Database) {
  const insert = database.prepare(
    `INSERT INTO checkpoints (run_key, seq, label, made_by, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET label = excluded.label, made_by = excluded.made_by, at = excluded.at`,
  );
  const all = database.prepare('SELECT seq, label, made_by AS madeBy, at FROM checkpoints WHERE run_key = ? ORDER BY seq');
  const remove = database.prepare('DELETE FROM checkpoints WHERE run_key = ? AND seq = ?');

  return {
    put: (runKey: number, row: CheckpointRow): void => void insert.run(runKey, row.seq, row.label, row.madeBy, row.at),
    list: (runKey: number) => all.all(runKey) as CheckpointRow[],
    remove: (runKey: number, seq: number): boolean => remove.run(runKey, seq).changes === 1,
  };
}

export type CheckpointsTable = ReturnType<typeof createCheckpointsTable>;
