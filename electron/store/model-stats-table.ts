import { type ModelTask, modelTaskSchema } from '../../shared/ai/model.ts';
import type { ModelFigures } from '../../shared/ai/model-figures.ts';
import type { Database } from './database.ts';

/** What was counted of calls; see `ModelFigures` for the sums. */
export interface ModelCount extends ModelFigures {
  readonly repaired: number;
  readonly schemaErrors: number;
  readonly refused: number;
  readonly timeouts: number;
  readonly rateLimits: number;
  readonly errors: number;
  readonly cancelled: number;
  readonly firstTokens: number;
  readonly logFirstTokenSum: number;
  /** Of all calls, failed ones too. */
  readonly inputTokens: number;
  readonly allOutputTokens: number;
  readonly cost: number;
  /** Calls that took something and whose model has no price. */
  readonly unpriced: number;
}

export interface SpendCount {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: number;
  readonly unpriced: number;
}

const SUMS = `sum(calls) AS calls, sum(answered) AS answered, sum(repaired) AS repaired, sum(schema_errors) AS schemaErrors,
  sum(refused) AS refused, sum(timeouts) AS timeouts, sum(rate_limits) AS rateLimits, sum(errors) AS errors, sum(cancelled) AS cancelled,
  sum(scored) AS scored, sum(score_sum) AS scoreSum, sum(log_ms_sum) AS logMsSum, sum(first_tokens) AS firstTokens,
  sum(log_first_token_sum) AS logFirstTokenSum, sum(answer_tokens) AS outputTokens, sum(input_tokens) AS inputTokens,
  sum(output_tokens) AS allOutputTokens, sum(cost) AS cost, sum(unpriced) AS unpriced`;
const SPEND = `sum(calls) AS calls, sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens, sum(cost) AS cost,
  sum(unpriced) AS unpriced`;

// Each task by its own range of the key: else all days that were ever counted are looked through.
const ofAnyTask = `task IN (${modelTaskSchema.options.map((task) => `'${task}'`).join(', ')}) AND day >= ?`;

/** What calls add up to: nothing here looks through them. Days are those of `localDay`. */
export function createModelStatsTable(database: Database) {
  const ofTask = database.prepare(`SELECT task, model, ${SUMS} FROM model_stats WHERE task = ? AND day >= ? GROUP BY model ORDER BY model`);
  const byModelAndTask = database.prepare(
    `SELECT task, model, ${SUMS} FROM model_stats WHERE ${ofAnyTask} GROUP BY model, task ORDER BY model, task`,
  );
  const byDay = database.prepare(`SELECT day, model, ${SUMS} FROM model_stats WHERE ${ofAnyTask} GROUP BY day, model ORDER BY day, model`);
  const spend = (columns: string) =>
    database.prepare(`SELECT ${columns}, ${SPEND} FROM model_spend WHERE day >= ? GROUP BY ${columns} ORDER BY ${columns}`);
  const spendByDay = spend('day, model');
  const spendByWorkflow = spend('workflow_key');
  const spendByAgent = spend('agent');

  return {
    figures: (task: ModelTask, since: number) => ofTask.all(task, since) as ModelCount[],
    byModelAndTask: (since: number) => byModelAndTask.all(since) as ModelCount[],
    byDay: (since: number) => byDay.all(since) as (ModelCount & { readonly day: number })[],
    spendByDay: (since: number) => spendByDay.all(since) as (SpendCount & { readonly day: number; readonly model: string })[],
    /** Key 0: what no workflow asked. */
    spendByWorkflow: (since: number) =>
      (spendByWorkflow.all(since) as (SpendCount & { workflow_key: number })[]).map(({ workflow_key: workflowKey, ...sums }) => ({
        ...sums,
        workflowKey,
      })),
    /** '': what no agent did. */
    spendByAgent: (since: number) => spendByAgent.all(since) as (SpendCount & { readonly agent: string })[],
  };
}

export type ModelStatsTable = ReturnType<typeof createModelStatsTable>;
