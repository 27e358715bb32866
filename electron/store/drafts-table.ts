import type { Database } from './database.ts';

/** A workflow as it is being edited, apart from its versions. */
export interface DraftRow {
  readonly id: string;
  /** Null: of a workflow that is not saved yet. */
  readonly workflowId: string | null;
  readonly name: string;
  /** Hash of the version that it began from. */
  readonly base: string | null;
  readonly text: string;
  /** What the window that edits it keeps with it. */
  readonly history: string;
  readonly revision: number;
  readonly updatedAt: number;
}

const COLUMNS = 'id, workflow_id AS workflowId, name, base, text, history, revision, updated_at AS updatedAt';

export function createDraftsTable(database: Database) {
  const byId = database.prepare(`SELECT ${COLUMNS} FROM drafts WHERE id = ?`);
  const list = database.prepare(
    `SELECT id, workflow_id AS workflowId, name, base, '' AS text, '' AS history, revision, updated_at AS updatedAt
     FROM drafts ORDER BY updated_at DESC, id LIMIT 1000`,
  );
  const insert = database.prepare(
    `INSERT INTO drafts (id, workflow_id, name, base, text, history, revision, updated_at) VALUES (?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT DO NOTHING`,
  );
  const update = database.prepare(
    `UPDATE drafts SET workflow_id = ?, name = ?, base = ?, text = ?, history = ?, revision = revision + 1, updated_at = ? WHERE id = ? AND revision = ?`,
  );
  const remove = database.prepare('DELETE FROM drafts WHERE id = ?');

  return {
    byId: (id: string) => byId.get(id) as DraftRow | undefined,
    /** The latest, without their texts. */
    list: () => list.all() as DraftRow[],
    /** False, and nothing is written, when the draft is not at `revision` (0: not there) any more. */
    save({ id, workflowId, name, base, text, history, revision, updatedAt }: DraftRow): boolean {
      const written =
        revision === 0
          ? insert.run(id, workflowId, name, base, text, history, updatedAt)
          : update.run(workflowId, name, base, text, history, updatedAt, id, revision);
      return written.changes === 1;
    },
    remove: (id: string): boolean => remove.run(id).changes === 1,
  };
}

export type DraftsTable = ReturnType<typeof createDraftsTable>;
