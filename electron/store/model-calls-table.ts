import type { LastOutcome } from '../../shared/ai/cool-down.ts';
import type { ModelTask } from '../../shared/ai/model.ts';
import type { ModelOutcome } from '../../shared/ai/model-call.ts';
import type { AskedOfModel, ModelCallRecord } from '../../shared/ai/model-call-record.ts';
import { scoreBySchema } from '../../shared/ai/model-figures.ts';
import { createModelCallCounter } from './count-model-call.ts';
import type { Database } from './database.ts';
import { localDay } from './local-day.ts';

/** Who said how good an answer was: the schema that it had to fit, a person, or a person who had the step tried again. */
export type Judge = 'schema' | 'person' | 'retry';

export interface ModelCallRow {
  /** Grows with each call that ended. */
  readonly key: number;
  readonly request: string;
  readonly attempt: number;
  readonly at: number;
  readonly task: ModelTask;
  readonly model: string;
  readonly reason: string;
  readonly runId: string | null;
  readonly stepPath: string | null;
  readonly agent: string | null;
  readonly workflowKey: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: number | null;
  readonly firstTokenMs: number | null;
  readonly ms: number;
  readonly outcome: ModelOutcome;
  readonly score: number | null;
  readonly judgedBy: Judge | null;
  readonly asked: AskedOfModel & { readonly schema: boolean };
}

/** What calls took together; `cost` in US dollars, of those whose model has a price. */
export interface Spent {
  readonly tokens: number;
  readonly cost: number;
}

export interface CallFilter {
  readonly since?: number;
  /** Calls that began before. */
  readonly until?: number;
  readonly runId?: string;
  readonly model?: string;
  readonly agent?: string;
  /** Only calls with smaller keys. */
  readonly before?: number;
}

/** A failure older than this leaves no model alone any more. */
const HEALTH_MS = 3_600_000 + 1_800_000;
/** The longest streak that makes a difference. */
const STREAK = 20;

const COLUMNS = `key, request, attempt, at, task, model, reason, run_id AS runId, step_path AS stepPath, agent, workflow_key AS workflowKey,
  input_tokens AS inputTokens, output_tokens AS outputTokens, cost, first_token_ms AS firstTokenMs, ms, outcome, score,
  judged_by AS judgedBy, asked`;
const SPENT = 'total(input_tokens + output_tokens) AS tokens, total(cost) AS cost';

/** Every call of a model: what it was about, how it went and what it took. */
export function createModelCallsTable(database: Database) {
  const insert = database.prepare(
    `INSERT INTO model_performance (request, attempt, at, day, task, model, reason, run_id, step_path, agent, workflow_key, input_tokens,
       output_tokens, cost, first_token_ms, ms, outcome, score, judged_by, retry_after_ms, asked)
     VALUES (@request, @attempt, @at, @day, @task, @model, @reason, @runId, @stepPath, @agent,
       coalesce((SELECT workflow_key FROM runs WHERE id = @runId), 0), @inputTokens, @outputTokens, @cost, @firstTokenMs, @ms, @outcome,
       @score, @judgedBy, @retryAfterMs, @asked)
     RETURNING key, workflow_key AS workflowKey`,
  );
  const byKey = database.prepare(`SELECT ${COLUMNS} FROM model_performance WHERE key = ?`);
  const setScore = database.prepare('UPDATE model_performance SET score = @score, judged_by = @judgedBy WHERE key = @key');
  const dayOf = database.prepare('SELECT day FROM model_performance WHERE key = ?').pluck();
  const answersOfStep = database
    .prepare(
      `SELECT key FROM model_performance WHERE run_id = @runId AND (step_path = @path OR step_path LIKE @below ESCAPE '!')
       AND outcome IN ('ok', 'repaired') AND coalesce(judged_by, '') <> 'person'`,
    )
    .pluck();
  const failing = database
    .prepare(`SELECT DISTINCT model FROM model_performance INDEXED BY model_performance_failed
      WHERE outcome IN ('rate_limit', 'timeout', 'error') AND at > ?`)
    .pluck();
  const lastOf = database.prepare(
    `SELECT at + ms AS at, outcome, retry_after_ms AS retryAfterMs FROM model_performance WHERE model = ? ORDER BY key DESC LIMIT ${STREAK}`,
  );
  const spentByRun = database.prepare(
    `WITH RECURSIVE tree (key, id) AS (
       SELECT key, id FROM runs WHERE id = ? UNION ALL SELECT runs.key, runs.id FROM tree JOIN runs ON runs.parent_key = tree.key)
     SELECT ${SPENT} FROM tree CROSS JOIN model_performance ON run_id = tree.id`,
  );
  const spentByStep = database.prepare(`SELECT ${SPENT} FROM model_performance WHERE run_id = ? AND step_path = ?`);
  const spentWithin = database.prepare(
    `SELECT ${SPENT} FROM model_performance
     WHERE run_id = @runId AND (step_path = @path OR (step_path > @path || '[' AND step_path < @path || '\\'))`,
  );
  const spentOnDay = database.prepare(`SELECT ${SPENT} FROM model_spend WHERE day = ?`);
  // A run that is under way is bound by what it has spent, however long ago.
  const prune = database.prepare(
    `DELETE FROM model_performance WHERE key IN (
       SELECT key FROM model_performance AS old INDEXED BY model_performance_by_time WHERE at < @before
         AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.id = old.run_id AND runs.ended_at IS NULL)
       ORDER BY at LIMIT @limit)`,
  );
  const countIn = database.prepare('SELECT count(*) FROM model_performance WHERE at >= ? AND at < ?').pluck();
  const count = createModelCallCounter(database);
  const lists = new Map<string, ReturnType<Database['prepare']>>();

  function select(filter: CallFilter): ReturnType<Database['prepare']> {
    // A span of time is read by its index, which has this order.
    const inTime = filter.since !== undefined || filter.until !== undefined;
    const where = [
      filter.since === undefined ? [] : ['at >= @since'],
      filter.until === undefined ? [] : ['at < @until'],
      filter.runId === undefined ? [] : ['run_id = @runId'],
      filter.model === undefined ? [] : ['model = @model'],
      filter.agent === undefined ? [] : ['agent = @agent'],
      filter.before === undefined ? [] : ['key < @before'],
    ].flat();
    const sql = `SELECT ${COLUMNS} FROM model_performance ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`} ORDER BY ${inTime ? 'at DESC, key DESC' : 'key DESC'} LIMIT @limit`;
    const made = lists.get(sql) ?? database.prepare(sql);
    lists.set(sql, made);
    return made;
  }

  function judge(key: number, score: number | null, judgedBy: Judge): void {
    const call = row(byKey.get(key));
    if (call === undefined) return;
    setScore.run({ key, score, judgedBy: score === null ? null : judgedBy });
    count.judged({ task: call.task, model: call.model, day: Number(dayOf.get(key)) }, call.score, score);
  }

  return {
    /** Keeps a call and adds it to what its model, its workflow and its day have taken. Returns its key. */
    insert(call: ModelCallRecord): number {
      const day = localDay(call.at);
      const score = scoreBySchema(call.outcome, call.schema);
      const { key, workflowKey } = insert.get({
        ...call,
        day,
        runId: call.runId ?? null,
        stepPath: call.stepPath ?? null,
        agent: call.agent ?? null,
        score,
        judgedBy: score === null ? null : 'schema',
        retryAfterMs: call.retryAfterMs ?? null,
        asked: JSON.stringify({ ...call.asked, schema: call.schema }),
        schema: undefined,
      }) as { key: number; workflowKey: number };
      count.ended(call, { day, workflowKey, score });
      return key;
    },

    byKey: (key: number) => row(byKey.get(key)),
    /** The newest first. */
    list: (filter: CallFilter, limit: number) =>
      select(filter)
        .all({ ...filter, limit })
        .map((raw) => row(raw) as ModelCallRow),
    count: (since: number, until: number) => Number(countIn.get(since, until)),
    /** 0 to 1. */
    judge: (key: number, score: number, judgedBy: Judge) => judge(key, score, judgedBy),
    /** What the schema says counts again. */
    takeBack(key: number): void {
      const call = row(byKey.get(key));
      if (call !== undefined) judge(key, scoreBySchema(call.outcome, call.asked.schema), 'schema');
    },
    /** Answers of a step that a person has had made anew are worth nothing, unless a person has said otherwise. */
    judgeRetried(runId: string, path: string): void {
      const below = `${path.replaceAll(/[!%_]/g, '!$&')}/%`;
      for (const key of answersOfStep.all({ runId, path, below }) as number[]) judge(key, 0, 'retry');
    },

    /** Models of which a call failed lately. */
    failing: (now: number) => failing.all(now - HEALTH_MS) as string[],
    lastOutcomes: (model: string): LastOutcome[] =>
      (lastOf.all(model) as (Omit<LastOutcome, 'retryAfterMs'> & { retryAfterMs: number | null })[]).map(({ retryAfterMs, ...last }) =>
        retryAfterMs === null ? last : { ...last, retryAfterMs },
      ),

    /** With the runs that it has started. */
    spentByRun: (runId: string) => spentByRun.get(runId) as Spent,
    spentByStep: (runId: string, path: string) => spentByStep.get(runId, path) as Spent,
    /** By an agent step with all that it has done and handed on: `review` and `review[0]/agent.writer`. */
    spentWithin: (runId: string, path: string) => spentWithin.get({ runId, path }) as Spent,
    /** See `localDay`. */
    spentOnDay: (day: number) => spentOnDay.get(day) as Spent,

    /** Of the calls from before, up to `limit` that belong to no run that is under way. What they add up to stays. */
    prune: (before: number, limit: number): number => prune.run({ before, limit }).changes,
  };
}

export type ModelCallsTable = ReturnType<typeof createModelCallsTable>;

function row(raw: unknown): ModelCallRow | undefined {
  if (raw === undefined) return undefined;
  const { asked, ...value } = raw as Omit<ModelCallRow, 'asked'> & { asked: string };
  return { ...value, asked: JSON.parse(asked) as ModelCallRow['asked'] };
}
