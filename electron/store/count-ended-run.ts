import type { RunError } from '../../shared/run/events.ts';
import type { TerminalRunStatus } from '../../shared/run/status.ts';
import type { Database } from './connection.ts';
import { bucketOf } from './duration-buckets.ts';
import { localDay } from './local-day.ts';

export interface EndedRun {
  readonly key: number;
  readonly id: string;
  readonly workflowKey: number;
  readonly status: TerminalRunStatus;
  readonly startedAt: number | null;
  readonly endedAt: number;
  readonly retryOf: number | null;
  readonly error: RunError | null;
}

interface StepCounts {
  readonly stepId: string;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly other: number;
  readonly retried: number;
  readonly totalMs: number;
  readonly maxMs: number;
}

const MS = `iif(status IN ('succeeded', 'failed', 'timed_out'), max(0, coalesce(ended_at - started_at, 0)), 0)`;

/** Adds a run to what is kept of its workflow, in the transaction that ends it. */
export function createEndedRunCounter(database: Database): (run: EndedRun) => void {
  // Results that were taken from another run say nothing of this one.
  const stepsOf = database.prepare(
    `SELECT iif(instr(path, '/') = 0, path, substr(path, length(rtrim(path, replace(path, '/', ''))) + 1)) AS stepId,
       sum(status = 'succeeded') AS succeeded, sum(status IN ('failed', 'timed_out')) AS failed, sum(status = 'skipped') AS skipped,
       sum(status NOT IN ('succeeded', 'failed', 'timed_out', 'skipped')) AS other, sum(attempts > 1) AS retried,
       sum(${MS}) AS totalMs, max(${MS}) AS maxMs
     FROM steps WHERE run_key = ? AND NOT coalesce(reason LIKE 'taken from run %', 0) GROUP BY 1`,
  );
  const addRun = database.prepare(
    `INSERT INTO run_stats (workflow_key, day, status, bucket, runs, total_ms, max_ms, step_retried, retries)
     VALUES (@workflowKey, @day, @status, @bucket, 1, @ms, @ms, @stepRetried, @isRetry),
       (0, @day, @status, @bucket, 1, @ms, @ms, @stepRetried, @isRetry)
     ON CONFLICT DO UPDATE SET runs = runs + 1, total_ms = total_ms + excluded.total_ms, max_ms = max(max_ms, excluded.max_ms),
       step_retried = step_retried + excluded.step_retried, retries = retries + excluded.retries`,
  );
  const addStep = database.prepare(
    `INSERT INTO step_stats (workflow_key, step_id, day, succeeded, failed, skipped, other, retried, total_ms, max_ms)
     VALUES (@workflowKey, @stepId, @day, @succeeded, @failed, @skipped, @other, @retried, @totalMs, @maxMs)
     ON CONFLICT DO UPDATE SET succeeded = succeeded + excluded.succeeded, failed = failed + excluded.failed,
       skipped = skipped + excluded.skipped, other = other + excluded.other, retried = retried + excluded.retried,
       total_ms = total_ms + excluded.total_ms, max_ms = max(max_ms, excluded.max_ms)`,
  );
  const addFailure = database.prepare(
    `INSERT INTO failure_stats (workflow_key, day, step_id, code, runs, first_at, last_at, last_run, message)
     VALUES (@workflowKey, @day, @stepId, @code, 1, @endedAt, @endedAt, @id, @message)
     ON CONFLICT DO UPDATE SET runs = runs + 1, last_at = max(last_at, excluded.last_at), last_run = excluded.last_run, message = excluded.message`,
  );

  return ({ key, id, workflowKey, status, startedAt, endedAt, retryOf, error }) => {
    const day = localDay(endedAt);
    const steps = stepsOf.all(key) as StepCounts[];
    for (const step of steps) addStep.run({ ...step, workflowKey, day });
    const ms = Math.max(0, endedAt - (startedAt ?? endedAt));
    const wentWell = status === 'completed' || status === 'completed_with_errors';
    const stepRetried = Number(steps.some((step) => step.retried > 0));
    addRun.run({ workflowKey, day, status, bucket: wentWell ? bucketOf(ms) : 0, ms, stepRetried, isRetry: Number(retryOf !== null) });
    if (status !== 'failed' && status !== 'timed_out') return;
    addFailure.run({ workflowKey, day, id, endedAt, stepId: error?.stepId ?? '', code: error?.code ?? '', message: error?.message ?? '' });
  };
}
