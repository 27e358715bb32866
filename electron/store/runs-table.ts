import type { JsonObject } from '../../shared/lib/json.ts';
import type { RunError } from '../../shared/run/events.ts';
import { type RunStatus, runStatusesBefore, type TerminalRunStatus, terminalRunStatuses } from '../../shared/run/status.ts';
import { createEndedRunCounter, type EndedRun } from './count-ended-run.ts';
import type { Database } from './database.ts';
import { createRunSearch, type RunFilter } from './run-search.ts';

export interface RunRow {
  /** Grows with each admission. */
  readonly key: number;
  readonly id: string;
  readonly workflowKey: number;
  readonly versionKey: number;
  readonly status: RunStatus;
  readonly priority: number;
  readonly inputs: JsonObject;
  readonly triggerData: JsonObject;
  readonly triggeredBy: string;
  readonly workingDirectory: string;
  readonly untilStep: string | null;
  readonly concurrencyKey: string | null;
  readonly concurrencyLimit: number | null;
  readonly dedupeKey: string | null;
  readonly parentKey: number | null;
  readonly parentPath: string | null;
  /** How many sub-workflow calls lie above it. */
  readonly depth: number;
  readonly retryOf: number | null;
  /** Of a retry: the steps (by id) that run again; the others are taken from the run before where they succeeded. */
  readonly rerun: readonly string[] | null;
  /** Of a run that was resumed from a checkpoint: only steps that had succeeded by this event of the run before are taken from it. */
  readonly reuseUntil: number | null;
  readonly outputs: JsonObject | null;
  readonly error: RunError | null;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

/** What is kept as JSON text. */
type Written = 'inputs' | 'triggerData' | 'rerun' | 'outputs' | 'error';
type RawRun = Omit<RunRow, Written> & Readonly<Record<Written, string | null>>;

export type NewRun = Omit<RunRow, 'key' | 'outputs' | 'error' | 'startedAt' | 'endedAt' | 'status'> & { readonly epoch: number };

/** As much of a queued run as a claim needs. */
export type QueuedRun = Pick<RunRow, 'key' | 'id' | 'parentKey' | 'concurrencyKey' | 'concurrencyLimit'>;

const COLUMNS = `key, id, workflow_key AS workflowKey, version_key AS versionKey, status, priority, inputs, trigger_data AS triggerData,
  triggered_by AS triggeredBy, working_directory AS workingDirectory, until_step AS untilStep, concurrency_key AS concurrencyKey,
  concurrency_limit AS concurrencyLimit, dedupe_key AS dedupeKey, parent_key AS parentKey, parent_path AS parentPath, depth,
  retry_of AS retryOf, rerun, reuse_until AS reuseUntil, outputs, error, queued_at AS queuedAt, started_at AS startedAt, ended_at AS endedAt`;
const TERMINAL = terminalRunStatuses.map((status) => `'${status}'`).join(', ');
/** In the words of the index of the runs that have not ended: SQLite does not see that a status implies it, and would read the whole history. */
const LIVE = `status NOT IN (${TERMINAL})`;

/** A run has begun and has not ended: it holds its place under the workflow's limit. */
const UNDER_WAY = `status IN ('running', 'paused', 'waiting', 'needs_attention')`;

export function createRunsTable(database: Database) {
  const insert = database.prepare(
    `INSERT INTO runs (id, workflow_key, version_key, status, priority, inputs, trigger_data, triggered_by, working_directory, until_step,
       concurrency_key, concurrency_limit, dedupe_key, parent_key, parent_path, depth, retry_of, rerun, reuse_until, queued_at, epoch)
     VALUES (@id, @workflowKey, @versionKey, 'queued', @priority, @inputs, @triggerData, @triggeredBy, @workingDirectory, @untilStep,
       @concurrencyKey, @concurrencyLimit, @dedupeKey, @parentKey, @parentPath, @depth, @retryOf, @rerun, @reuseUntil, @queuedAt, @epoch)
     RETURNING ${COLUMNS}`,
  );
  const byKey = database.prepare(`SELECT ${COLUMNS} FROM runs WHERE key = ?`);
  const byId = database.prepare(`SELECT ${COLUMNS} FROM runs WHERE id = ?`);
  const byPrefix = database.prepare(`SELECT ${COLUMNS} FROM runs WHERE id >= ? AND id < ? LIMIT 10`);
  const byDedupeKey = database.prepare(`SELECT ${COLUMNS} FROM runs WHERE dedupe_key = ?`);
  // Left to choose, SQLite reads the whole history in the order that is asked for.
  const live = database.prepare(`SELECT ${COLUMNS} FROM runs INDEXED BY runs_live WHERE ${LIVE} ORDER BY key`);
  // Left to choose, SQLite takes an index on the status, and looks through the whole queue for each claim; with a LIMIT it would plan anew
  // each time.
  const queued = database.prepare(
    `SELECT key, id, parent_key AS parentKey, concurrency_key AS concurrencyKey, concurrency_limit AS concurrencyLimit
     FROM runs INDEXED BY runs_queue
     WHERE status = 'queued' AND parent_key IS NULL ORDER BY priority * 60000 - queued_at DESC, key`,
  );
  const queuedChildren = database.prepare(
    `SELECT key, id, parent_key AS parentKey, concurrency_key AS concurrencyKey, concurrency_limit AS concurrencyLimit
     FROM runs INDEXED BY runs_queued_children WHERE status = 'queued' AND parent_key IS NOT NULL ORDER BY key`,
  );
  const anyQueued = database.prepare(`SELECT EXISTS (SELECT 1 FROM runs WHERE ${LIVE} AND status = 'queued')`).pluck();
  const running = database.prepare(`SELECT count(*) FROM runs WHERE ${LIVE} AND status = 'running' AND parent_key IS NULL`).pluck();
  const underWay = database.prepare(`SELECT count(*) FROM runs WHERE ${LIVE} AND ${UNDER_WAY} AND concurrency_key = ?`).pluck();
  const sharing = database.prepare(`SELECT ${COLUMNS} FROM runs WHERE ${LIVE} AND concurrency_key = ? ORDER BY key`);
  const child = database.prepare(`SELECT ${COLUMNS} FROM runs WHERE parent_key = ? AND parent_path = ? ORDER BY key DESC LIMIT 1`);
  const children = database.prepare(`SELECT ${COLUMNS} FROM runs WHERE parent_key = ? ORDER BY key`);
  const setInputs = database.prepare(`UPDATE runs SET inputs = ?, trigger_data = ?, version_key = ? WHERE key = ? AND status = 'queued'`);
  const checkpointsFrom = database.prepare('SELECT checkpoints_from FROM runs WHERE key = ?').pluck();
  const setCheckpointsFrom = database.prepare('UPDATE runs SET checkpoints_from = ? WHERE key = ?');
  const setPriority = database.prepare(`UPDATE runs SET priority = ? WHERE key = ?`);
  const older = database.prepare('SELECT id FROM runs WHERE workflow_key = ? AND key < ? ORDER BY key DESC LIMIT 1').pluck();
  const newer = database.prepare('SELECT id FROM runs WHERE workflow_key = ? AND key > ? ORDER BY key LIMIT 1').pluck();
  const lastGood = database
    .prepare(
      `SELECT id FROM runs WHERE workflow_key = ? AND status = 'completed' AND key < ? AND parent_key IS NULL AND ended_at IS NOT NULL
         AND triggered_by <> 'test'
       ORDER BY key DESC LIMIT 1`,
    )
    .pluck();
  const recent = database.prepare(
    `SELECT id, status, queued_at AS queuedAt FROM runs WHERE workflow_key = ? AND triggered_by <> 'test' ORDER BY key DESC LIMIT ?`,
  );
  const newest = database.prepare(
    'SELECT w.key AS workflowKey, (SELECT max(r.key) FROM runs r WHERE r.workflow_key = w.key) AS key FROM workflows w WHERE w.imported = 1',
  );
  const counts = database.prepare(`SELECT status, count(*) AS count FROM runs WHERE ${LIVE} GROUP BY status`);
  const findKeys = createRunSearch(database);
  const countEnded = createEndedRunCounter(database);

  /** The guard of the transition is in the statement, so that no writer can pass it by. */
  const transition = (to: RunStatus, from: readonly RunStatus[], set = '', returning = '') =>
    database.prepare(
      `UPDATE runs SET status = '${to}'${set} WHERE key = @key AND status IN (${from.map((status) => `'${status}'`).join(', ')})${returning}`,
    );
  const start = transition('running', runStatusesBefore('running'), ', started_at = coalesce(started_at, @at)');
  const end = byStatus((to: TerminalRunStatus) =>
    transition(
      to,
      runStatusesBefore(to),
      ', ended_at = @at, outputs = @outputs, error = @error',
      ' RETURNING id, workflow_key AS workflowKey, started_at AS startedAt, retry_of AS retryOf',
    ),
  );
  const setStatus = byStatus((to: RunStatus) => transition(to, [...runStatusesBefore(to), to]));

  function row(raw: unknown): RunRow | undefined {
    if (raw === undefined) return undefined;
    const value = raw as RawRun;
    return {
      ...value,
      inputs: parse(value.inputs) ?? {},
      triggerData: parse(value.triggerData) ?? {},
      rerun: parse(value.rerun),
      outputs: parse(value.outputs),
      error: parse(value.error),
    };
  }
  const rows = (raw: unknown[]): RunRow[] => raw.map((one) => row(one) as RunRow);

  return {
    insert(run: NewRun): RunRow {
      const inserted = insert.get({
        ...run,
        inputs: JSON.stringify(run.inputs),
        triggerData: JSON.stringify(run.triggerData),
        rerun: run.rerun === null ? null : JSON.stringify(run.rerun),
      });
      return row(inserted) as RunRow;
    },
    byKey: (key: number) => row(byKey.get(key)),
    byId: (id: string) => row(byId.get(id)),
    byIdPrefix: (prefix: string) => rows(byPrefix.all(prefix, `${prefix}\uffff`)),
    byDedupeKey: (key: string) => row(byDedupeKey.get(key)),
    /** Every run that has not ended, oldest first. */
    live: () => rows(live.all()),
    /**
     * Waiting for a place, best first: priority, plus one point for each minute of waiting, so that nothing starves. Read as it is asked
     * for: nothing can be written before the loop over it has ended.
     */
    queued: () => queued.iterate() as Iterable<QueuedRun>,
    /** Child runs take no place of their own. */
    queuedChildren: () => queuedChildren.all() as QueuedRun[],
    isAnyQueued: () => anyQueued.get() === 1,
    countRunning: () => Number(running.get()),
    countUnderWay: (concurrencyKey: string) => Number(underWay.get(concurrencyKey)),
    /** Runs that have not ended under one concurrency key, oldest first. */
    sharing: (concurrencyKey: string) => rows(sharing.all(concurrencyKey)),
    childOf: (parentKey: number, path: string) => row(child.get(parentKey, path)),
    childrenOf: (parentKey: number) => rows(children.all(parentKey)),
    /** Newest first: as much of each as a line of outcomes needs. */
    recentOf: (workflowKey: number, limit: number) =>
      recent.all(workflowKey, limit) as { readonly id: string; readonly status: RunStatus; readonly queuedAt: number }[],
    /** The key of each workflow's newest run: later runs have greater keys. */
    newestKeys: () =>
      new Map((newest.all() as { workflowKey: number; key: number | null }[]).map((one) => [one.workflowKey, one.key ?? 0])),
    countLive: () => new Map((counts.all() as { status: RunStatus; count: number }[]).map(({ status, count }) => [status, count])),
    /** Automatic checkpoints before this event have been pruned. */
    checkpointsFrom: (key: number) => Number(checkpointsFrom.get(key) ?? 0),
    setCheckpointsFrom: (key: number, seq: number): void => void setCheckpointsFrom.run(seq, key),
    setPriority: (key: number, priority: number): void => void setPriority.run(priority, key),

    /** A queued run takes newer data. False when it is queued no more. */
    coalesce: (key: number, inputs: JsonObject, triggerData: JsonObject, versionKey: number): boolean =>
      setInputs.run(JSON.stringify(inputs), JSON.stringify(triggerData), versionKey, key).changes === 1,

    /** False when the transition is not legal from the state that the row has. */
    start: (key: number, at: number): boolean => start.run({ key, at }).changes === 1,
    /** Also true when the run has that status already. */
    setStatus: (key: number, status: Exclude<RunStatus, TerminalRunStatus>): boolean => setStatus(status).run({ key }).changes === 1,
    /** Also adds it to what is kept of its workflow. False when the transition is not legal. */
    finish(key: number, status: TerminalRunStatus, at: number, outputs: JsonObject | null, error: RunError | null): boolean {
      const values = {
        key,
        at,
        outputs: outputs === null ? null : JSON.stringify(outputs),
        error: error === null ? null : JSON.stringify(error),
      };
      const ended = end(status).get(values) as Pick<EndedRun, 'id' | 'workflowKey' | 'startedAt' | 'retryOf'> | undefined;
      if (ended === undefined) return false;
      countEnded({ ...ended, key, status, endedAt: at, error });
      return true;
    },

    /** Ids of runs of the same workflow: the one before, the one after, and the last before that completed. */
    around(run: Pick<RunRow, 'key' | 'workflowKey'>) {
      const { key, workflowKey } = run;
      return {
        older: id(older.get(workflowKey, key)),
        newer: id(newer.get(workflowKey, key)),
        lastGood: id(lastGood.get(workflowKey, key)),
      };
    },

    /** Newest first, by key: any page costs the same. */
    list: (filter: RunFilter): RunRow[] => findKeys(filter).flatMap((key) => row(byKey.get(key)) ?? []),
  };
}

export type RunsTable = ReturnType<typeof createRunsTable>;

/** Made when it is first asked for. */
function byStatus<S extends RunStatus, T>(make: (status: S) => T): (status: S) => T {
  const made = new Map<S, T>();
  return (status) => {
    const known = made.get(status) ?? make(status);
    made.set(status, known);
    return known;
  };
}

const id = (value: unknown): string | null => (typeof value === 'string' ? value : null);

// Written by this module: what comes back has the type that went in.
function parse<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}
