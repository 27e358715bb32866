import type { StepError } from '../../shared/lib/action-error.ts';
import type { StepStatus, TerminalStepStatus } from '../../shared/run/status.ts';
import type { Database } from './database.ts';

export interface StepRow {
  readonly path: string;
  readonly status: StepStatus;
  readonly attempts: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly branch: string | null;
  /** JSON text; null when there is none or it lies in a blob. */
  readonly output: string | null;
  readonly outputBlob: string | null;
  readonly error: StepError | null;
  readonly reason: string | null;
}

export interface StepResult {
  readonly status: TerminalStepStatus | 'waiting' | 'unknown' | 'ready';
  readonly at: number;
  /** Of a step whose start was not written apart: how many attempts it took. */
  readonly attempts?: number;
  readonly startedAt?: number;
  readonly branch?: string | undefined;
  readonly output?: string | undefined;
  readonly outputBlob?: string | undefined;
  readonly error?: StepError | undefined;
  readonly reason?: string | undefined;
}

export interface StepTime {
  readonly path: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

const COLUMNS = `path, status, attempts, started_at AS startedAt, ended_at AS endedAt, branch, output, output_blob AS outputBlob, error, reason`;

/** A step as it stands now; its history is in the attempts and the events. */
export function createStepsTable(database: Database) {
  const start = database.prepare(
    `INSERT INTO steps (run_key, path, status, attempts, started_at) VALUES (?, ?, 'running', ?, ?)
     ON CONFLICT (run_key, path) DO UPDATE SET status = 'running', attempts = excluded.attempts,
       started_at = coalesce(started_at, excluded.started_at), reason = NULL
     WHERE status NOT IN ('succeeded', 'failed', 'skipped', 'cancelled', 'timed_out')`,
  );
  // What most steps come to, in the fewest words: whatever a former attempt has left in the row is for the statement below.
  const succeed = database.prepare(
    `UPDATE steps SET status = 'succeeded', attempts = max(attempts, ?), ended_at = ?, output = ?
     WHERE run_key = ? AND path = ? AND status = 'running' AND branch IS NULL AND output_blob IS NULL AND error IS NULL AND reason IS NULL`,
  );
  // The guard keeps a finished step finished, whatever a late writer believes.
  const settle = database.prepare(
    `INSERT INTO steps (run_key, path, status, attempts, started_at, ended_at, branch, output, output_blob, error, reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_key, path) DO UPDATE SET status = excluded.status, attempts = max(attempts, excluded.attempts), ended_at = excluded.ended_at, branch = excluded.branch, output = excluded.output,
       output_blob = excluded.output_blob, error = excluded.error, reason = excluded.reason
     WHERE status NOT IN ('succeeded', 'failed', 'skipped', 'cancelled', 'timed_out')`,
  );
  const one = database.prepare(`SELECT ${COLUMNS} FROM steps WHERE run_key = ? AND path = ?`);
  const all = database.prepare(`SELECT ${COLUMNS} FROM steps WHERE run_key = ? ORDER BY key`);
  const time = database.prepare(
    `SELECT path, started_at AS startedAt, ended_at AS endedAt FROM steps
     WHERE run_key = ? AND path = ? AND started_at IS NOT NULL AND ended_at IS NOT NULL`,
  );
  const firstInStatus = database.prepare(`SELECT path, reason FROM steps WHERE run_key = ? AND status = ? ORDER BY key LIMIT 1`);
  // By the runs that have not ended, which are few, and each by its steps.
  const unknown = database.prepare(
    `SELECT r.key AS runKey, ${COLUMNS.replaceAll(/(^|, )(\w+)/g, '$1s.$2')} FROM runs r CROSS JOIN steps s ON s.run_key = r.key
     WHERE r.status NOT IN ('completed', 'completed_with_errors', 'failed', 'cancelled', 'timed_out') AND s.status = 'unknown' ORDER BY s.key DESC`,
  );
  const output = database.prepare(`SELECT output, output_blob AS outputBlob FROM steps WHERE run_key = ? AND path = ?`);

  function row(raw: unknown): StepRow | undefined {
    if (raw === undefined) return undefined;
    const value = raw as Omit<StepRow, 'error'> & { error: string | null };
    return { ...value, error: value.error === null ? null : (JSON.parse(value.error) as StepError) };
  }

  return {
    /** Throws when the step has already ended: that would be a step done twice. */
    start(runKey: number, path: string, attempt: number, at: number): void {
      if (start.run(runKey, path, attempt, at).changes !== 1) throw new Error(`Step ${path} has ended and must not start again`);
    },
    /** Throws when the step has already ended. */
    settle(runKey: number, path: string, result: StepResult): void {
      const { status, at, attempts = 0, startedAt = null, branch = null, output = null, outputBlob = null, error, reason = null } = result;
      const isPlain = status === 'succeeded' && branch === null && outputBlob === null && error === undefined && reason === null;
      if (isPlain && succeed.run(attempts, at, output, runKey, path).changes === 1) return;
      const endedAt = status === 'waiting' || status === 'unknown' || status === 'ready' ? null : at;
      const errorText = error === undefined ? null : JSON.stringify(error);
      const values = [runKey, path, status, attempts, startedAt, endedAt, branch, output, outputBlob, errorText, reason];
      if (settle.run(values).changes !== 1) throw new Error(`Step ${path} has ended and must not end again`);
    },
    get: (runKey: number, path: string) => row(one.get(runKey, path)),
    /** In order of first start. */
    list: (runKey: number): StepRow[] => all.all(runKey).map((raw) => row(raw) as StepRow),
    /** When a step began and ended; undefined when it has not. */
    time: (runKey: number, path: string) => time.get(runKey, path) as StepTime | undefined,
    firstIn: (runKey: number, status: StepStatus) =>
      firstInStatus.get(runKey, status) as { path: string; reason: string | null } | undefined,
    /** Steps that wait for somebody's decision, in every run that has not ended. */
    unknown: () => unknown.all().map((raw) => ({ ...(row(raw) as StepRow), runKey: (raw as { runKey: number }).runKey })),
    output: (runKey: number, path: string) => output.get(runKey, path) as { output: string | null; outputBlob: string | null } | undefined,
  };
}

export type StepsTable = ReturnType<typeof createStepsTable>;
