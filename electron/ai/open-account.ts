import type { ModelBudget } from '../../shared/ai/model-call.ts';
import { toDollars } from '../../shared/ai/model-reason.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { Spent } from '../store/model-calls-table.ts';
import { type BudgetLimit, type BudgetNow, decideHold, nothing } from './decide-hold.ts';
import type { Hold, Holds } from './holds.ts';
import type { Account, BudgetLeft } from './model-ledger.ts';

/** Whose budget it is, what it allows and what has gone. */
export interface Bound {
  /** The same for all who share it. */
  readonly key: string;
  readonly whose: string;
  readonly hint: string;
  readonly limit: BudgetLimit | undefined;
  /** As it is written down. */
  spent(): Spent;
}

type RealBound = Bound & { readonly limit: BudgetLimit };

/** `asked`: what this request alone may spend. */
export function openAccount(shared: readonly Bound[], asked: ModelBudget | undefined, holds: Holds): Account {
  const bounds = shared.filter(isReal);
  const keys = bounds.map(({ key }) => key);
  const held = new Set<Hold>();
  let own = nothing;

  function stateOf({ key, limit, spent }: RealBound): BudgetNow {
    const { out, taken } = holds.of(key);
    return { limit, gone: plus(spent(), taken), out };
  }
  function decide(call: Parameters<typeof decideHold>[0]): ReturnType<typeof decideHold> {
    const alone = asked === undefined ? [] : [{ limit: asked, gone: own, out: nothing }];
    return decideHold(call, [...bounds.map(stateOf), ...alone]);
  }
  function release(): void {
    for (const hold of held) hold.release();
    held.clear();
  }

  return {
    left() {
      const lefts = bounds.map((bound) => leftOf(bound, stateOf(bound).gone));
      if (asked !== undefined) lefts.push(minus(asked, own));
      return least(lefts);
    },
    async hold(call, { signal, onWait }) {
      let decision = decide(call);
      if (decision.is === 'wait') onWait();
      while (decision.is === 'wait') {
        await holds.changed(signal);
        decision = decide(call);
      }
      const hold = holds.take(keys, decision.held);
      held.add(hold);
      return {
        maxTokens: decision.maxTokens,
        isByBudget: decision.isByBudget,
        settle(taken) {
          own = plus(own, taken);
          hold.settle(taken);
        },
      };
    },
    recorded: release,
    close: release,
  };
}

function isReal(bound: Bound): bound is RealBound {
  return bound.limit?.tokens !== undefined || bound.limit?.cost !== undefined;
}

/** Throws ActionError `AI_BUDGET`. */
function leftOf({ whose, hint, limit }: RealBound, gone: Spent): BudgetLeft {
  const refuse = (said: string): Error => new ActionError('AI_BUDGET', `The budget of ${whose} is used up: ${said}`, { hint });
  if (limit.tokens !== undefined && gone.tokens >= limit.tokens) throw refuse(`${gone.tokens} of ${limit.tokens} tokens were spent`);
  if (limit.cost !== undefined && gone.cost >= limit.cost) throw refuse(`${toDollars(gone.cost)} of ${toDollars(limit.cost)} were spent`);
  const told = [
    ...(limit.tokens === undefined ? [] : [`${gone.tokens} of ${limit.tokens} tokens`]),
    ...(limit.cost === undefined ? [] : [`${toDollars(gone.cost)} of ${toDollars(limit.cost)}`]),
  ];
  return { ...(gone.tokens === 0 ? {} : { told: `${told.join(' and ')} of ${whose} were spent` }), ...minus(limit, gone) };
}

function minus({ tokens, cost }: BudgetLimit, gone: Spent): ModelBudget {
  return { ...(tokens === undefined ? {} : { tokens: tokens - gone.tokens }), ...(cost === undefined ? {} : { cost: cost - gone.cost }) };
}

function plus(a: Spent, b: Spent): Spent {
  return { tokens: a.tokens + b.tokens, cost: a.cost + b.cost };
}

function least(budgets: readonly BudgetLeft[]): BudgetLeft | undefined {
  const tokens = Math.min(...budgets.map((each) => each.tokens ?? Number.POSITIVE_INFINITY));
  const cost = Math.min(...budgets.map((each) => each.cost ?? Number.POSITIVE_INFINITY));
  if (tokens === Number.POSITIVE_INFINITY && cost === Number.POSITIVE_INFINITY) return undefined;
  const told = budgets.flatMap((each) => each.told ?? []);
  return {
    ...(told.length === 0 ? {} : { told: told.join('; ') }),
    ...(tokens === Number.POSITIVE_INFINITY ? {} : { tokens }),
    ...(cost === Number.POSITIVE_INFINITY ? {} : { cost }),
  };
}
