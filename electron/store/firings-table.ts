import type { JsonObject } from '../../shared/lib/json.ts';
import type { Verdict } from '../../shared/triggers/journal.ts';
import type { Database } from './database.ts';
import { type Where, where } from './where.ts';

export interface FiringRow {
  readonly key: number;
  readonly triggerKey: number;
  readonly workflowKey: number;
  /** The trigger's id in its document. */
  readonly triggerId: string;
  readonly dedupeKey: string;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly runId: string | null;
  readonly data: JsonObject;
  readonly at: number;
}

export interface NewFiring {
  readonly triggerKey: number;
  readonly dedupeKey: string;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly runKey: number | null;
  readonly data: JsonObject;
  readonly at: number;
}

export interface FiringFilter {
  readonly triggerKey?: number;
  /** Of any of these. */
  readonly triggerKeys?: readonly number[];
  readonly workflowKey?: number;
  readonly verdicts?: readonly Verdict[];
  readonly since?: number;
  readonly before?: number;
  readonly limit: number;
}

const SELECT = `SELECT f.key, f.trigger_key AS triggerKey, t.workflow_key AS workflowKey, t.id AS triggerId, f.dedupe_key AS dedupeKey,
  f.verdict, f.reason, r.id AS runId, f.data, f.at
  FROM firings f JOIN triggers t ON t.key = f.trigger_key LEFT JOIN runs r ON r.key = f.run_key`;

/** The trigger journal: every event that could have started a run, with what became of it. */
export function createFiringsTable(database: Database) {
  const insert = database.prepare(
    `INSERT INTO firings (trigger_key, dedupe_key, verdict, reason, run_key, data, at)
     VALUES (@triggerKey, @dedupeKey, @verdict, @reason, @runKey, @data, @at)`,
  );
  const byKey = database.prepare(`${SELECT} WHERE f.key = ?`);
  const decided = database.prepare(
    `${SELECT} WHERE f.trigger_key = ? AND f.dedupe_key = ? AND f.verdict IN ('started', 'coalesced', 'skipped', 'missed')`,
  );
  const ofWorkflow = database.prepare('SELECT key FROM triggers WHERE workflow_key = ?').pluck();
  const first = database.prepare('SELECT at FROM firings WHERE trigger_key = ? ORDER BY key LIMIT 1').pluck();
  const last = database.prepare(`${SELECT} WHERE f.trigger_key = ? ORDER BY f.key DESC LIMIT 1`);

  function row(raw: unknown): FiringRow | undefined {
    if (raw === undefined) return undefined;
    const value = raw as Omit<FiringRow, 'data'> & { data: string };
    return { ...value, data: JSON.parse(value.data) as JsonObject };
  }

  /** The keys of the triggers that are asked for; undefined: all. */
  function triggersOf({ triggerKey, triggerKeys, workflowKey }: FiringFilter): readonly number[] | undefined {
    const named = triggerKey === undefined ? triggerKeys : [triggerKey];
    if (workflowKey === undefined) return named;
    const ofIt = ofWorkflow.all(workflowKey) as number[];
    return named === undefined ? ofIt : named.filter((key) => ofIt.includes(key));
  }

  return {
    insert: (firing: NewFiring): number => Number(insert.run({ ...firing, data: JSON.stringify(firing.data) }).lastInsertRowid),
    byKey: (key: number) => row(byKey.get(key)),
    /** The firing with this key that has been decided for good, if there is one: it is not decided again. */
    decided: (triggerKey: number, dedupeKey: string) => row(decided.get(triggerKey, dedupeKey)),
    last: (triggerKey: number) => row(last.get(triggerKey)),
    /** When the oldest that is kept was, in milliseconds since the epoch. */
    firstAt: (triggerKey: number) => first.get(triggerKey) as number | undefined,
    /** Newest first. */
    list(filter: FiringFilter): FiringRow[] {
      const { since, before, verdicts, limit } = filter;
      const conditions = () => where().and('f.at >= ?', since).and('f.key < ?', before).andIn('f.verdict', verdicts);
      const newest = ({ sql, values }: Where): FiringRow[] =>
        database
          .prepare(`${SELECT} ${sql} ORDER BY f.key DESC LIMIT ?`)
          .all(...values, limit)
          .map((raw) => row(raw) as FiringRow);
      const triggers = triggersOf(filter);
      if (triggers === undefined) return newest(conditions());
      // Of each trigger its index gives the newest; asked for several at once, SQLite would sort all that they have ever journaled.
      const found = triggers.flatMap((key) => newest(conditions().and('f.trigger_key = ?', key)));
      return triggers.length === 1 ? found : found.sort((a, b) => b.key - a.key).slice(0, limit);
    },
  };
}

export type FiringsTable = ReturnType<typeof createFiringsTable>;
