import type { Database } from './database.ts';
import type { StoredOutput } from './given-results-table.ts';

/** An output that a person keeps for a step of a workflow. */
export interface PinRow extends StoredOutput {
  readonly step: string;
  readonly bytes: number;
  /** The run that gave it; null when it was written by hand. */
  readonly runId: string | null;
  /** JSON text: how the step stood then. */
  readonly fingerprint: string;
  readonly at: number;
}

const COLUMNS = 'step, output, output_blob AS outputBlob, bytes, run_id AS runId, fingerprint, at';

export function createPinsTable(database: Database) {
  const put = database.prepare(
    `INSERT INTO pins (workflow_key, step, output, output_blob, bytes, run_id, fingerprint, at)
     VALUES (@workflowKey, @step, @output, @outputBlob, @bytes, @runId, @fingerprint, @at)
     ON CONFLICT DO UPDATE SET output = excluded.output, output_blob = excluded.output_blob, bytes = excluded.bytes,
       run_id = excluded.run_id, fingerprint = excluded.fingerprint, at = excluded.at`,
  );
  const all = database.prepare(`SELECT ${COLUMNS} FROM pins WHERE workflow_key = ? ORDER BY step`);
  const one = database.prepare(`SELECT ${COLUMNS} FROM pins WHERE workflow_key = ? AND step = ?`);
  const remove = database.prepare('DELETE FROM pins WHERE workflow_key = ? AND step = ?');
  const rename = database.prepare('UPDATE OR REPLACE pins SET step = ? WHERE workflow_key = ? AND step = ?');

  return {
    put: (workflowKey: number, pin: PinRow): void => void put.run({ workflowKey, ...pin }),
    list: (workflowKey: number) => all.all(workflowKey) as PinRow[],
    get: (workflowKey: number, step: string) => one.get(workflowKey, step) as PinRow | undefined,
    remove: (workflowKey: number, step: string): boolean => remove.run(workflowKey, step).changes > 0,
    rename: (workflowKey: number, step: string, to: string): void => void rename.run(to, workflowKey, step),
  };
}

export type PinsTable = ReturnType<typeof createPinsTable>;
