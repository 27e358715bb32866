import type { ModelInfo, ModelTask } from './model.ts';
import type { ModelFigures } from './model-figures.ts';

/** What the next call of a model will probably be like. */
export interface ExpectedCall {
  /** 0 to 1: that it gives an answer. */
  readonly success: number;
  /** 0 to 1: how good an answer is. */
  readonly quality: number;
  /** Of one call. */
  readonly ms: number;
  /** US dollars of one call; null where nobody has said what the model costs. */
  readonly cost: number | null;
  /** Calls that were measured for this. */
  readonly calls: number;
}

/**
 * How many calls the table's word counts for. After as many measured ones, table and measurement weigh the same; after ten times as many,
 * the table is forgotten.
 */
const PRIOR_CALLS = 10;
const PRIOR_SUCCESS = 0.95;
const PRIOR_FIRST_TOKEN_MS = 600;
const MILLION = 1_000_000;

/** Tokens of an answer where nothing is measured. */
const priorOutput: Readonly<Record<ModelTask, number>> = {
  generate: 400,
  analyze: 400,
  classify: 20,
  extract: 150,
  summarize: 250,
  agent: 300,
  chat: 300,
};

export interface CallSize {
  readonly inputTokens: number;
  readonly maxTokens: number;
}

/**
 * Posterior means: success and quality of a Beta distribution, time of a log-normal one, tokens of a gamma one, each with the table's word as
 * if it were `PRIOR_CALLS` calls.
 */
export function expectCall(info: ModelInfo, task: ModelTask, size: CallSize, figures: ModelFigures | undefined): ExpectedCall {
  const { calls = 0, answered = 0, scored = 0, scoreSum = 0, logMsSum = 0, outputTokens = 0 } = figures ?? {};
  const mean = (prior: number, sum: number, count: number): number => (PRIOR_CALLS * prior + sum) / (PRIOR_CALLS + count);
  const priorTokens = Math.min(priorOutput[task], size.maxTokens);
  const tokens = Math.min(mean(priorTokens, outputTokens, answered), size.maxTokens);
  const priorMs = PRIOR_FIRST_TOKEN_MS + (1000 * priorTokens) / info.speed;
  return {
    success: mean(PRIOR_SUCCESS, answered, calls),
    quality: mean(info.quality, scoreSum, scored),
    ms: Math.exp(mean(Math.log(priorMs), logMsSum, answered)),
    cost: costOf(info, size.inputTokens, tokens),
    calls,
  };
}

/** US dollars; null where the model has no price. */
export function costOf(info: Pick<ModelInfo, 'inputPrice' | 'outputPrice'>, inputTokens: number, outputTokens: number): number | null {
  const { inputPrice, outputPrice } = info;
  return inputPrice === null || outputPrice === null ? null : (inputTokens * inputPrice + outputTokens * outputPrice) / MILLION;
}

/** What a call can cost at most. */
export const worstCost = (info: ModelInfo, size: CallSize): number | null => costOf(info, size.inputTokens, size.maxTokens);
