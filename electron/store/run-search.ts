import { type RunStatus, runStatuses, terminalRunStatuses } from '../../shared/run/status.ts';
import type { Database } from './connection.ts';

export interface RunFilter {
  readonly workflowKey?: number;
  readonly statuses?: readonly RunStatus[];
  /** Queued at or after, milliseconds. */
  readonly since?: number;
  /** The beginning of the run's id. All runs that it fits are read: with three letters or more these are few. */
  readonly idPrefix?: string;
  /** Only runs with a smaller key. */
  readonly before?: number;
  readonly limit: number;
}

const TERMINAL = terminalRunStatuses.map((status) => `'${status}'`).join(', ');
/** Keys grow as time does, unless somebody sets the clock back: so far, nothing is missed. */
const CLOCK_SLACK_MS = 3_600_000;
const MOST_STATEMENTS = 100;

/**
 * Finds the keys of runs, newest first. Each filter has an index that gives them in that order: nothing is sorted, and no more is read than
 * is returned, however many runs there are.
 */
export function createRunSearch(database: Database): (filter: RunFilter) => number[] {
  const statements = new Map<string, ReturnType<Database['prepare']>>();
  const nextTo = database.prepare('SELECT key, queued_at AS queuedAt FROM runs WHERE key >= ? ORDER BY key LIMIT 1');
  const lastKey = database.prepare('SELECT max(key) FROM runs').pluck();

  function prepare(sql: string) {
    const made = statements.get(sql) ?? database.prepare(sql).pluck();
    if (statements.size >= MOST_STATEMENTS) statements.clear();
    statements.set(sql, made);
    return made;
  }

  /** Of a run that was queued before `at`, and all runs after it: found by halves, since keys grow as time does. */
  function keyBefore(at: number): number {
    let low = 0;
    let high = Number(lastKey.get() ?? 0) + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const run = nextTo.get(middle) as { key: number; queuedAt: number } | undefined;
      if (run === undefined || run.queuedAt >= at) high = middle;
      else low = run.key + 1;
    }
    return low;
  }

  return ({ workflowKey, statuses, since, idPrefix, before, limit }) => {
    const after = since === undefined ? 0 : keyBefore(since - CLOCK_SLACK_MS);
    const values = {
      before: before ?? Number.MAX_SAFE_INTEGER,
      after,
      limit,
      ...(workflowKey === undefined ? {} : { workflowKey }),
      ...(since === undefined ? {} : { since }),
      ...(idPrefix === undefined ? {} : { from: idPrefix, to: `${idPrefix}\uffff` }),
    };
    const sql = searchSql({ ofWorkflow: workflowKey !== undefined, statuses, hasSince: since !== undefined, byId: idPrefix !== undefined });
    if (sql === undefined) return [];
    const keys = prepare(sql).all(values) as number[];
    return idPrefix === undefined ? keys : keys.sort((a, b) => b - a).slice(0, limit);
  };
}

export interface SearchShape {
  readonly ofWorkflow: boolean;
  readonly statuses: readonly RunStatus[] | undefined;
  readonly hasSince: boolean;
  readonly byId: boolean;
}

/** Undefined when no run can fit. One SELECT for each status, which SQLite merges as it reads them; by id, in no order. */
export function searchSql({ ofWorkflow, statuses, hasSince, byId }: SearchShape): string | undefined {
  const common = `key < @before AND key >= @after${hasSince ? ' AND queued_at >= @since' : ''}`;
  const wanted = runStatuses.filter((status) => statuses?.includes(status) ?? true);
  const isAny = wanted.length === runStatuses.length;
  const workflow = ofWorkflow ? 'workflow_key = @workflowKey AND ' : '';
  const order = 'ORDER BY key DESC LIMIT @limit';
  if (wanted.length === 0) return undefined;
  if (byId) {
    const states = wanted.map((status) => `'${status}'`).join(', ');
    return `SELECT key FROM runs INDEXED BY sqlite_autoindex_runs_1 WHERE id >= @from AND id < @to AND ${workflow}${common} AND status IN (${states})`;
  }
  if (isAny) return `SELECT key FROM runs WHERE ${workflow}${common} ${order}`;
  return `${wanted.map((status) => ofStatus(status, workflow, common)).join(' UNION ALL ')} ${order}`;
}

function ofStatus(status: RunStatus, workflow: string, common: string): string {
  const isTerminal = terminalRunStatuses.some((terminal) => terminal === status);
  if (!isTerminal) {
    return `SELECT key FROM runs INDEXED BY runs_live WHERE status = '${status}' AND status NOT IN (${TERMINAL}) AND ${workflow}${common}`;
  }
  const index = workflow === '' ? 'runs_ended' : 'runs_ended_of_workflow';
  return `SELECT key FROM runs INDEXED BY ${index} WHERE ${workflow}status = '${status}' AND ended_at IS NOT NULL AND ${common}`;
}
