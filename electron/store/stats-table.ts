import type { TerminalRunStatus } from '../../shared/run/status.ts';
import type { Database } from './connection.ts';

/** Runs that ended on one day (or in one time) in one way and took about as long. */
export interface RunCount {
  readonly workflowKey: number;
  /** See `localDay`. */
  readonly day: number;
  readonly status: TerminalRunStatus;
  /** See `bucketOf`; 0 for runs that did not go well. */
  readonly bucket: number;
  readonly runs: number;
  readonly totalMs: number;
  readonly maxMs: number;
  /** Of these, runs in which a step was tried more than once. */
  readonly stepRetried: number;
  /** Of these, runs that repeat another. */
  readonly retries: number;
}

export interface StepCount {
  readonly stepId: string;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly other: number;
  readonly retried: number;
  readonly totalMs: number;
  readonly maxMs: number;
}

export interface FailureCount {
  readonly workflowKey: number;
  /** Empty when the run as a whole failed. */
  readonly stepId: string;
  readonly code: string;
  readonly runs: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly lastRun: string;
  readonly message: string;
}

/** Stands for all workflows together. */
export const ALL_WORKFLOWS = 0;

const FAILED = `status IN ('failed', 'timed_out')`;
const COUNTS = `bucket, sum(runs) AS runs, sum(total_ms) AS totalMs, max(max_ms) AS maxMs, sum(step_retried) AS stepRetried,
  sum(retries) AS retries`;

/** What was counted as runs ended: nothing here looks through the runs. */
export function createStatsTable(database: Database) {
  const byDay = database.prepare(
    `SELECT workflow_key AS workflowKey, day, status, bucket, runs, total_ms AS totalMs, max_ms AS maxMs, step_retried AS stepRetried, retries
     FROM run_stats WHERE workflow_key = ? AND day >= ? ORDER BY day, status, bucket`,
  );
  const ofWorkflow = database.prepare(
    `SELECT workflow_key AS workflowKey, min(day) AS day, status, ${COUNTS} FROM run_stats
     WHERE workflow_key = ? AND day >= ? GROUP BY status, bucket ORDER BY status, bucket`,
  );
  const workflowKeys = database.prepare('SELECT key FROM workflows').pluck();
  const steps = database.prepare(
    `SELECT step_id AS stepId, sum(succeeded) AS succeeded, sum(failed) AS failed, sum(skipped) AS skipped, sum(other) AS other,
       sum(retried) AS retried, sum(total_ms) AS totalMs, max(max_ms) AS maxMs
     FROM step_stats WHERE workflow_key = ? AND day >= ? GROUP BY step_id`,
  );
  const patterns = (where: string) =>
    database.prepare(
      // With one max() the other columns are those of its row.
      `SELECT workflow_key AS workflowKey, step_id AS stepId, code, sum(runs) AS runs, max(last_at) AS lastAt, last_run AS lastRun, message
       FROM failure_stats WHERE workflow_key ${where} AND day >= @day GROUP BY workflow_key, step_id, code
       ORDER BY sum(runs) DESC, max(last_at) DESC LIMIT @limit`,
    );
  const patternsOfAll = patterns('IN (SELECT key FROM workflows)');
  const patternsOfWorkflow = patterns('= @workflowKey');
  const firstAt = database
    .prepare(
      `SELECT min(first_at) FROM failure_stats
       WHERE workflow_key = @workflowKey AND day >= @day AND step_id = @stepId AND code = @code`,
    )
    .pluck();
  const countFailed = database.prepare(`SELECT count(*) FROM runs INDEXED BY runs_failed WHERE ${FAILED} AND ended_at >= ?`).pluck();
  const lastFailed = database.prepare(
    `SELECT key FROM runs INDEXED BY runs_failed WHERE ${FAILED} AND ended_at >= ? ORDER BY ended_at DESC LIMIT ?`,
  );
  const lastFailedOf = database.prepare(
    `SELECT key FROM runs INDEXED BY runs_failed_of_workflow
     WHERE workflow_key = ? AND ${FAILED} AND ended_at >= ? ORDER BY ended_at DESC LIMIT ?`,
  );
  const latestEnded = database.prepare('SELECT key FROM runs WHERE workflow_key = ? AND ended_at IS NOT NULL ORDER BY key DESC LIMIT ?');

  return {
    /** From the day `since` on, in order of day, status and bucket. */
    byDay: (workflowKey: number, since: number) => byDay.all(workflowKey, since) as RunCount[],
    /** The days since then added up: one for each status and bucket, in that order. `day` is the first on which there was one. */
    inTime: (workflowKey: number, since: number) => ofWorkflow.all(workflowKey, since) as RunCount[],
    workflowKeys: () => workflowKeys.all() as number[],
    stepsInTime: (workflowKey: number, since: number) => steps.all(workflowKey, since) as StepCount[],
    /** The most frequent first. */
    failurePatterns(workflowKey: number | undefined, since: number, limit: number): FailureCount[] {
      const values = { day: since, limit, ...(workflowKey === undefined ? {} : { workflowKey }) };
      const rows = (workflowKey === undefined ? patternsOfAll : patternsOfWorkflow).all(values) as Omit<FailureCount, 'firstAt'>[];
      return rows.map((row) => {
        const first = firstAt.get({ workflowKey: row.workflowKey, day: since, stepId: row.stepId, code: row.code });
        return { ...row, firstAt: Number(first) };
      });
    },
    /** Of the runs that are kept. `since` in milliseconds. */
    countFailed: (since: number) => Number(countFailed.get(since)),
    /** Keys of kept runs that failed, the newest end first. `since` in milliseconds. */
    lastFailed: (workflowKey: number | undefined, since: number, limit: number) =>
      (workflowKey === undefined ? lastFailed.all(since, limit) : lastFailedOf.all(workflowKey, since, limit)).map(
        (row) => (row as { key: number }).key,
      ),
    /** Keys of the runs of a workflow that were accepted last and have ended. */
    latestEnded: (workflowKey: number, limit: number) => latestEnded.all(workflowKey, limit).map((row) => (row as { key: number }).key),
  };
}

export type StatsTable = ReturnType<typeof createStatsTable>;
