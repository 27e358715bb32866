import { type TerminalRunStatus, terminalRunStatuses } from '../../shared/run/status.ts';
import type { Database } from './connection.ts';

/** Runs that may go: those of one workflow with one outcome. */
export interface PruneRule {
  readonly workflowKey: number;
  readonly status: TerminalRunStatus;
  /** So many of the newest stay; at least one does. */
  readonly keep: number;
  /** Those that ended before, in milliseconds since the epoch, go even when they are among the newest. */
  readonly endedBefore: number;
}

/** A run with every run that was started by it. */
export interface RunTree {
  readonly keys: readonly number[];
  readonly ids: readonly string[];
  /** Rows of the event log that it has: what deleting it costs. */
  readonly events: number;
}

const PAGE = 100;
const TERMINAL = terminalRunStatuses.map((status) => `'${status}'`).join(', ');
const OF_RULE = 'workflow_key = @workflowKey AND status = @status AND parent_key IS NULL AND ended_at IS NOT NULL';

/** Finds and deletes what is not to be kept any longer. */
export function createPruning(database: Database) {
  const workflowKeys = database
    .prepare('SELECT key FROM workflows WHERE EXISTS (SELECT 1 FROM runs WHERE workflow_key = workflows.key)')
    .pluck();
  const newest = database.prepare(`SELECT key FROM runs WHERE ${OF_RULE} ORDER BY key DESC LIMIT 1 OFFSET @offset`).pluck();
  // A run that is under way takes results from the run it retries.
  const oldest = database.prepare(
    `SELECT key, ended_at AS endedAt FROM runs AS old WHERE ${OF_RULE} AND key > @after
       AND NOT EXISTS (SELECT 1 FROM runs AS later WHERE later.retry_of = old.key AND later.status NOT IN (${TERMINAL}))
     ORDER BY key LIMIT ${PAGE}`,
  );
  const tree = database.prepare(
    `WITH RECURSIVE tree (key) AS (VALUES (?) UNION ALL SELECT runs.key FROM runs JOIN tree ON runs.parent_key = tree.key)
     SELECT runs.key, id, status, (SELECT count(*) FROM run_events WHERE run_key = runs.key) AS events
     FROM tree CROSS JOIN runs ON runs.key = tree.key`,
  );
  const forgetRetries = database.prepare('UPDATE runs SET retry_of = NULL WHERE retry_of = ?');
  const removeRun = database.prepare('DELETE FROM runs WHERE key = ?');
  const removeFirings = database.prepare(
    `DELETE FROM firings WHERE key IN (
       SELECT key FROM firings AS old WHERE key IN (SELECT key FROM firings ORDER BY key LIMIT @limit) AND at < @before AND run_key IS NULL
         AND key < (SELECT max(key) FROM firings WHERE trigger_key = old.trigger_key))`,
  );
  // A version that was only tested, and of which no run is left.
  const removeTested = database.prepare(
    `DELETE FROM workflow_versions AS version WHERE number < 0 AND created_at < ?
       AND NOT EXISTS (SELECT 1 FROM runs WHERE version_key = version.key)
       AND NOT EXISTS (SELECT 1 FROM workflows WHERE version_key = version.key)`,
  );
  const usesBlob = database
    .prepare(`SELECT EXISTS (SELECT 1 FROM steps WHERE output_blob = @hash) OR EXISTS (SELECT 1 FROM attempts WHERE input_blob = @hash)
       OR EXISTS (SELECT 1 FROM pins WHERE output_blob = @hash) OR EXISTS (SELECT 1 FROM given_results WHERE output_blob = @hash)
       OR EXISTS (SELECT 1 FROM agent_turns WHERE content_blob = @hash)`)
    .pluck();

  return {
    workflowKeys: () => workflowKeys.all() as number[],

    /** The keys of runs that the rule gives up, oldest first: at most a page of them. `after` is the last key that was looked at. */
    find({ workflowKey, status, keep, endedBefore }: PruneRule, after = 0): number[] {
      const rule = { workflowKey, status };
      const last = newest.get({ ...rule, offset: 0 });
      const beyond = keep > 2 ** 31 ? undefined : newest.get({ ...rule, offset: Math.max(keep, 1) });
      const page = oldest.all({ ...rule, after }) as { key: number; endedAt: number }[];
      const isGivenUp = (run: { key: number; endedAt: number }): boolean =>
        run.key !== last && (run.endedAt < endedBefore || (typeof beyond === 'number' && run.key <= beyond));
      return page.filter(isGivenUp).map(({ key }) => key);
    },

    /** Undefined when some of it has not ended. */
    treeOf(key: number): RunTree | undefined {
      const rows = tree.all(key) as { key: number; id: string; status: string; events: number }[];
      if (rows.length === 0 || rows.some(({ status }) => !terminalRunStatuses.some((terminal) => terminal === status))) return undefined;
      return { keys: rows.map((row) => row.key), ids: rows.map((row) => row.id), events: rows.reduce((sum, row) => sum + row.events, 0) };
    },

    remove({ keys }: RunTree): void {
      for (const key of keys) forgetRetries.run(key);
      // A child has a greater key than its parent, which it refers to.
      for (const key of [...keys].sort((a, b) => b - a)) removeRun.run(key);
    },

    /** Of the `limit` oldest rows of the journal, those from before that have no run and are not the last of their trigger. */
    removeFirings: (before: number, limit: number): number => removeFirings.run({ before, limit }).changes,

    /** Versions made before, in milliseconds since the epoch, that were only tested and have no run any more. */
    removeTestedVersions: (before: number): void => void removeTested.run(before),

    usesBlob: (hash: string): boolean => usesBlob.get({ hash }) === 1,
  };
}

export type Pruning = ReturnType<typeof createPruning>;
