import { costOf } from '../../shared/ai/expect-call.ts';
import type { ModelInfo } from '../../shared/ai/model.ts';
import type { ModelBudget } from '../../shared/ai/model-call.ts';
import type { Spent } from '../store/model-calls-table.ts';
import { boundOutput } from './bound-output.ts';

/** As authors write it; `cost` in US dollars. */
export interface BudgetLimit {
  readonly tokens?: number | undefined;
  readonly cost?: number | undefined;
}

/** One budget as it stands. */
export interface BudgetNow {
  readonly limit: BudgetLimit;
  /** What was spent, and will not come back. */
  readonly gone: Spent;
  /** What calls that are under way may spend at most. */
  readonly out: Spent;
}

export interface CallWanted {
  readonly info: Pick<ModelInfo, 'id' | 'inputPrice' | 'outputPrice' | 'contextTokens'>;
  readonly inputTokens: number;
  /** Of the answer; undefined: as long as the model likes. */
  readonly maxTokens: number | undefined;
}

/** `wait`: it would fit if the calls that are under way took nothing. */
export type HoldDecision =
  | { readonly is: 'go'; readonly held: Spent; readonly maxTokens: number | undefined; readonly isByBudget: boolean }
  | { readonly is: 'wait' };

/** No model writes more at once: what an answer is held for that nobody has bound. */
const LONGEST_ANSWER = 32_000;

/**
 * Whether a call may begin, and what is held for it: what it can take at most, so that calls side by side never go over a budget together.
 * Throws ActionError `AI_BUDGET` where it does not fit into what was not spent.
 */
export function decideHold({ info, inputTokens, maxTokens: wanted }: CallWanted, budgets: readonly BudgetNow[]): HoldDecision {
  const bound = boundOutput(info, inputTokens, wanted, leastOf(budgets, false));
  if (bound.maxTokens === undefined || budgets.length === 0) return { is: 'go', held: nothing, ...bound };
  const longest = Math.max(1, Math.min(LONGEST_ANSWER, info.contextTokens - inputTokens));
  const isShorter = wanted === undefined && longest < bound.maxTokens;
  const maxTokens = isShorter ? longest : bound.maxTokens;
  const held = { tokens: inputTokens + maxTokens, cost: costOf(info, inputTokens, maxTokens) ?? 0 };
  const free = leastOf(budgets, true);
  const fits = held.tokens <= (free.tokens ?? Number.POSITIVE_INFINITY) && held.cost <= (free.cost ?? Number.POSITIVE_INFINITY) + ROUNDING;
  const isHeldByOthers = budgets.some(({ out }) => out.tokens > 0 || out.cost > 0);
  if (!fits && isHeldByOthers) return { is: 'wait' };
  return { is: 'go', held, maxTokens, isByBudget: bound.isByBudget && !isShorter };
}

export const nothing: Spent = { tokens: 0, cost: 0 };
/** Sums of prices are no exact numbers. */
const ROUNDING = 1e-9;

/** `isFree`: without what others hold. */
function leastOf(budgets: readonly BudgetNow[], isFree: boolean): ModelBudget {
  const left = (of: 'tokens' | 'cost'): number =>
    Math.min(
      ...budgets.map(({ limit, gone, out }) => (limit[of] ?? Number.POSITIVE_INFINITY) - gone[of] - (isFree ? out[of] : 0)),
      Number.POSITIVE_INFINITY,
    );
  const [tokens, cost] = [left('tokens'), left('cost')];
  return { ...(Number.isFinite(tokens) ? { tokens } : {}), ...(Number.isFinite(cost) ? { cost } : {}) };
}
