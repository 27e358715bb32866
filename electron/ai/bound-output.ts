import type { ModelInfo } from '../../shared/ai/model.ts';
import type { ModelBudget } from '../../shared/ai/model-call.ts';
import { ActionError } from '../../shared/lib/action-error.ts';

const MILLION = 1_000_000;

/** For less than this nobody has to be asked, unless less was wanted. */
const WORTH_TOKENS = 256;

/**
 * How long an answer may be, so that the call stays within the budget; undefined where nothing bounds it. `isByBudget`: less than was wanted.
 * Throws ActionError `AI_BUDGET` where too little is left for an answer, or where nobody has said what the model costs.
 */
export function boundOutput(
  { id, inputPrice, outputPrice }: Pick<ModelInfo, 'id' | 'inputPrice' | 'outputPrice'>,
  inputTokens: number,
  wanted: number | undefined,
  budget: ModelBudget | undefined,
): { readonly maxTokens: number | undefined; readonly isByBudget: boolean } {
  const { tokens = Number.POSITIVE_INFINITY, cost = Number.POSITIVE_INFINITY } = budget ?? {};
  if (Number.isFinite(cost) && (inputPrice === null || outputPrice === null)) {
    throw new ActionError('AI_BUDGET', `${id} has no price, so that a budget of money cannot hold it`, {
      hint: `Say what it costs: pawl models price ${id}, or give the budget in tokens.`,
    });
  }
  const afterInput = cost - ((inputPrice ?? 0) * inputTokens) / MILLION;
  const forMoney = outputPrice === null || outputPrice === 0 ? Number.POSITIVE_INFINITY : (afterInput * MILLION) / outputPrice;
  const most = Math.floor(Math.min(tokens - inputTokens, afterInput < 0 ? 0 : forMoney));
  if (most < Math.min(wanted ?? WORTH_TOKENS, WORTH_TOKENS)) {
    const left =
      Number.isFinite(tokens) && Math.floor(tokens - inputTokens) <= most
        ? `${Math.max(0, Math.floor(tokens))} tokens`
        : `$${Math.max(0, cost).toFixed(4)}`;
    throw new ActionError(
      'AI_BUDGET',
      `Asking ${id} would go over the budget: its question has about ${inputTokens} tokens, and ${left} are left`,
      {
        hint: 'Raise the budget, or shorten what the step is given.',
        details: { inputTokens },
      },
    );
  }
  if (wanted !== undefined && wanted <= most) return { maxTokens: wanted, isByBudget: false };
  return Number.isFinite(most) ? { maxTokens: most, isByBudget: true } : { maxTokens: wanted, isByBudget: false };
}
