import type { ModelOutcome } from '../../shared/ai/model-call.ts';
import type { ModelCallRecord } from '../../shared/ai/model-call-record.ts';
import { isAnswer, saysSomething } from '../../shared/ai/model-figures.ts';
import type { Database } from './connection.ts';

/** What the sums of a day are found by. */
interface SumOfDay {
  readonly task: string;
  readonly model: string;
  readonly day: number;
}

/** Adds calls to what is kept of their model, their workflow and their day, in the transactions that write them. */
export function createModelCallCounter(database: Database) {
  const addCall = database.prepare(
    `INSERT INTO model_stats (task, day, model, calls, answered, repaired, schema_errors, refused, timeouts, rate_limits, errors, cancelled,
       scored, score_sum, log_ms_sum, first_tokens, log_first_token_sum, answer_tokens, input_tokens, output_tokens, cost, unpriced)
     VALUES (@task, @day, @model, @calls, @answered, @repaired, @schema_error, @refused, @timeout, @rate_limit, @error, @cancelled,
       @scored, @scoreSum, @logMs, @firstTokens, @logFirstToken, @answerTokens, @inputTokens, @outputTokens, @cost, @unpriced)
     ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, answered = answered + excluded.answered, repaired = repaired + excluded.repaired,
       schema_errors = schema_errors + excluded.schema_errors, refused = refused + excluded.refused, timeouts = timeouts + excluded.timeouts,
       rate_limits = rate_limits + excluded.rate_limits, errors = errors + excluded.errors, cancelled = cancelled + excluded.cancelled,
       scored = scored + excluded.scored, score_sum = score_sum + excluded.score_sum, log_ms_sum = log_ms_sum + excluded.log_ms_sum,
       first_tokens = first_tokens + excluded.first_tokens, log_first_token_sum = log_first_token_sum + excluded.log_first_token_sum,
       answer_tokens = answer_tokens + excluded.answer_tokens, input_tokens = input_tokens + excluded.input_tokens,
       output_tokens = output_tokens + excluded.output_tokens, cost = cost + excluded.cost, unpriced = unpriced + excluded.unpriced`,
  );
  const addSpent = database.prepare(
    `INSERT INTO model_spend (day, workflow_key, agent, model, calls, input_tokens, output_tokens, cost, unpriced)
     VALUES (@day, @workflowKey, @agent, @model, 1, @inputTokens, @outputTokens, @cost, @unpriced)
     ON CONFLICT DO UPDATE SET calls = calls + 1, input_tokens = input_tokens + excluded.input_tokens,
       output_tokens = output_tokens + excluded.output_tokens, cost = cost + excluded.cost, unpriced = unpriced + excluded.unpriced`,
  );
  const addScore = database.prepare(
    'UPDATE model_stats SET scored = scored + @scored, score_sum = score_sum + @score WHERE task = @task AND day = @day AND model = @model',
  );

  return {
    ended(call: ModelCallRecord, { day, workflowKey, score }: { day: number; workflowKey: number; score: number | null }): void {
      const { task, model, outcome, inputTokens, outputTokens, firstTokenMs } = call;
      const answered = isAnswer(outcome);
      const counted = {
        day,
        model,
        inputTokens,
        outputTokens,
        cost: call.cost ?? 0,
        // A call that took nothing needs no price.
        unpriced: Number(call.cost === null && inputTokens + outputTokens > 0),
      };
      addCall.run({
        ...counted,
        ...flags(outcome),
        task,
        calls: Number(saysSomething(outcome)),
        answered: Number(answered),
        scored: Number(score !== null),
        scoreSum: score ?? 0,
        logMs: answered ? Math.log(Math.max(1, call.ms)) : 0,
        firstTokens: Number(answered && firstTokenMs !== null),
        logFirstToken: answered && firstTokenMs !== null ? Math.log(Math.max(1, firstTokenMs)) : 0,
        answerTokens: answered ? outputTokens : 0,
      });
      addSpent.run({ ...counted, workflowKey, agent: call.agent ?? '' });
    },

    /** The judgement of a call that was counted has changed. */
    judged(sum: SumOfDay, before: number | null, after: number | null): void {
      addScore.run({ ...sum, scored: Number(after !== null) - Number(before !== null), score: (after ?? 0) - (before ?? 0) });
    },
  };
}

const counted = ['repaired', 'schema_error', 'refused', 'timeout', 'rate_limit', 'error', 'cancelled'] as const satisfies ModelOutcome[];

const flags = (outcome: ModelOutcome) => Object.fromEntries(counted.map((each) => [each, Number(each === outcome)]));
