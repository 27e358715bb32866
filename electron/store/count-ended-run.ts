import { callStepOf } from '../../shared/agents/call-step.ts';
import type { RunError } from '../../shared/run/events.ts';
import type { StepStatus, TerminalRunStatus } from '../../shared/run/status.ts';
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

/** Adds a run to what is kept of its workflow, in the transaction that ends it. */
export function createEndedRunCounter(database: Database): (run: EndedRun) => void {
  // Added up here: a GROUP BY costs a small run more than all its writes.
  const stepsOf = database.prepare('SELECT path, status, attempts, started_at, ended_at, reason FROM steps WHERE run_key = ?').raw();
  const addRun = database.prepare(
    `INSERT INTO run_stats (workflow_key, day, status, bucket, runs, total_ms, max_ms, step_retried, retries)
     VALUES (@workflowKey, @day, @status, @bucket, 1, @ms, @ms, @stepRetried, @isRetry),
       (0, @day, @status, @bucket, 1, @ms, @ms, @stepRetried, @isRetry)
     ON CONFLICT DO UPDATE SET runs = runs + 1, total_ms = total_ms + excluded.total_ms, max_ms = max(max_ms, excluded.max_ms),
       step_retried = step_retried + excluded.step_retried, retries = retries + excluded.retries`,
  );
  const addStep = database.prepare(
    `INSERT INTO step_stats (workflow_key, step_id, day, succeeded, failed, skipped, other, retried, total_ms, max_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET succeeded = succeeded + excluded.succeeded, failed = failed + excluded.failed,
       skipped = skipped + excluded.skipped, other = other + excluded.other, retried = retried + excluded.retried,
       total_ms = total_ms + excluded.total_ms, max_ms = max(max_ms, excluded.max_ms)`,
  );
  const addFailure = database.prepare(
    `INSERT INTO failure_stats (workflow_key, day, step_id, code, runs, first_at, last_at, last_run, message)
     VALUES (@workflowKey, @day, @stepId, @code, 1, @endedAt, @endedAt, @id, @message)
     ON CONFLICT DO UPDATE SET runs = runs + 1, last_at = max(last_at, excluded.last_at), last_run = excluded.last_run,
       message = excluded.message`,
  );

  return ({ key, id, workflowKey, status, startedAt, endedAt, retryOf, error }) => {
    const day = localDay(endedAt);
    const steps = countSteps(stepsOf.all(key) as EndedStep[]);
    let stepRetried = 0;
    for (const [stepId, { succeeded, failed, skipped, other, retried, totalMs, maxMs }] of steps) {
      addStep.run(workflowKey, stepId, day, succeeded, failed, skipped, other, retried, totalMs, maxMs);
      if (retried > 0) stepRetried = 1;
    }
    const ms = Math.max(0, endedAt - (startedAt ?? endedAt));
    const wentWell = status === 'completed' || status === 'completed_with_errors';
    addRun.run({ workflowKey, day, status, bucket: wentWell ? bucketOf(ms) : 0, ms, stepRetried, isRetry: Number(retryOf !== null) });
    if (status !== 'failed' && status !== 'timed_out') return;
    addFailure.run({ workflowKey, day, id, endedAt, stepId: error?.stepId ?? '', code: error?.code ?? '', message: error?.message ?? '' });
  };
}

/** As SQLite gives it at once for all steps: objects would take longer than what is done with them. */
type EndedStep = readonly [
  path: string,
  status: StepStatus,
  attempts: number,
  startedAt: number | null,
  endedAt: number | null,
  reason: string | null,
];

type StepOutcome = 'succeeded' | 'failed' | 'skipped' | 'other';

const outcomes: Readonly<Partial<Record<StepStatus, StepOutcome>>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  timed_out: 'failed',
  skipped: 'skipped',
};

/** By id: the iterations of a loop are one step, and what an agent's model called for is none of the workflow's. Results that were taken from another run say nothing of this one. */
function countSteps(steps: readonly EndedStep[]) {
  const counts = new Map<string, Record<StepOutcome | 'retried' | 'totalMs' | 'maxMs', number>>();
  for (const [path, status, attempts, startedAt, endedAt, reason] of steps) {
    if (reason?.startsWith('taken from run ')) continue;
    const id = path.slice(path.lastIndexOf('/') + 1);
    if (callStepOf(id) !== undefined) continue;
    const count = counts.get(id) ?? { succeeded: 0, failed: 0, skipped: 0, other: 0, retried: 0, totalMs: 0, maxMs: 0 };
    counts.set(id, count);
    const outcome = outcomes[status] ?? 'other';
    count[outcome] += 1;
    if (attempts > 1) count.retried += 1;
    if (outcome !== 'succeeded' && outcome !== 'failed') continue;
    const ms = startedAt === null || endedAt === null ? 0 : Math.max(0, endedAt - startedAt);
    count.totalMs += ms;
    count.maxMs = Math.max(count.maxMs, ms);
  }
  return counts;
}
