import type { EffectClass } from '../../shared/actions/action.ts';
import type { StepError } from '../../shared/lib/action-error.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { Database } from './database.ts';

export type AttemptStatus = 'started' | 'succeeded' | 'failed' | 'timed_out' | 'cancelled' | 'interrupted' | 'unknown';

export interface AttemptRow {
  readonly path: string;
  readonly attempt: number;
  readonly status: AttemptStatus;
  readonly effect: EffectClass;
  readonly input: Json;
  readonly intent: Json;
  readonly pid: number | null;
  /** When the process started, as the system tells it; guards against a pid that was given to another. */
  readonly pidStarted: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly error: StepError | null;
}

export interface NewAttempt {
  readonly runKey: number;
  readonly path: string;
  readonly attempt: number;
  readonly effect: EffectClass;
  /** JSON text of the rendered parameters: secrets only by reference. */
  readonly input: string | null;
  readonly intent: string | null;
  readonly epoch: number;
  readonly at: number;
}

/** One row for each try of a step: the intent (T1), the process (T1b), how it ended (T2). */
export function createAttemptsTable(database: Database) {
  const insert = database.prepare(
    `INSERT INTO attempts (run_key, path, attempt, status, effect, input, intent, epoch, started_at)
     VALUES (?, ?, ?, 'started', ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET status = 'started', effect = excluded.effect, input = excluded.input, intent = excluded.intent,
       epoch = excluded.epoch, pid = NULL, pid_started = NULL
     WHERE status = 'interrupted'`,
  );
  const handle = database.prepare(
    `UPDATE attempts SET pid = ?, pid_started = ? WHERE run_key = ? AND path = ? AND attempt = ? AND status = 'started'`,
  );
  const settle = database.prepare(
    `UPDATE attempts SET status = ?, ended_at = ?, error = ? WHERE run_key = ? AND path = ? AND attempt = ? AND status IN ('started', 'unknown')`,
  );
  const one = database.prepare(
    `SELECT path, attempt, status, effect, input, intent, pid, pid_started AS pidStarted, started_at AS startedAt, ended_at AS endedAt, error
     FROM attempts WHERE run_key = ? AND path = ? AND attempt = ?`,
  );
  const all = database.prepare(
    `SELECT path, attempt, status, effect, input, intent, pid, pid_started AS pidStarted, started_at AS startedAt, ended_at AS endedAt, error
     FROM attempts WHERE run_key = ? ORDER BY started_at, path, attempt`,
  );

  const ofStep = database.prepare(
    `SELECT path, attempt, status, effect, input, intent, pid, pid_started AS pidStarted, started_at AS startedAt, ended_at AS endedAt, error
     FROM attempts WHERE run_key = ? AND path = ? ORDER BY attempt`,
  );

  function row(raw: unknown): AttemptRow | undefined {
    if (raw === undefined) return undefined;
    const value = raw as Record<'input' | 'intent' | 'error', string | null>;
    return {
      ...(raw as AttemptRow),
      input: value.input === null ? null : (JSON.parse(value.input) as Json),
      intent: value.intent === null ? null : (JSON.parse(value.intent) as Json),
      error: value.error === null ? null : (JSON.parse(value.error) as StepError),
    };
  }

  return {
    /** Throws when the attempt is there already and was not interrupted. */
    start({ runKey, path, attempt, effect, input, intent, epoch, at }: NewAttempt): void {
      const { changes } = insert.run(runKey, path, attempt, effect, input, intent, epoch, at);
      if (changes !== 1) throw new Error(`Attempt ${attempt} of ${path} is there already`);
    },
    setProcess: (runKey: number, path: string, attempt: number, pid: number, started: number | undefined): void =>
      void handle.run(pid, started ?? null, runKey, path, attempt),
    /** Compare-and-set from `started`; throws when the attempt had ended. */
    settle(runKey: number, path: string, attempt: number, status: AttemptStatus, at: number, error?: StepError): void {
      const text = error === undefined ? null : JSON.stringify(error);
      if (settle.run(status, at, text, runKey, path, attempt).changes !== 1)
        throw new Error(`Attempt ${attempt} of ${path} has ended already`);
    },
    get: (runKey: number, path: string, attempt: number) => row(one.get(runKey, path, attempt)),
    ofStep: (runKey: number, path: string): AttemptRow[] => ofStep.all(runKey, path).map((raw) => row(raw) as AttemptRow),
    list: (runKey: number): AttemptRow[] => all.all(runKey).map((raw) => row(raw) as AttemptRow),
  };
}

export type AttemptsTable = ReturnType<typeof createAttemptsTable>;
