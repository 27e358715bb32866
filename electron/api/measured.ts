import type { Measured, SpentOnModels } from '../../shared/contract/models.ts';
import type { ModelCount, SpendCount } from '../store/model-stats-table.ts';

type Sums = Omit<ModelCount, 'model' | 'task'>;

const zero: Sums = {
  calls: 0,
  answered: 0,
  scored: 0,
  scoreSum: 0,
  logMsSum: 0,
  outputTokens: 0,
  repaired: 0,
  schemaErrors: 0,
  refused: 0,
  timeouts: 0,
  rateLimits: 0,
  errors: 0,
  cancelled: 0,
  firstTokens: 0,
  logFirstTokenSum: 0,
  inputTokens: 0,
  allOutputTokens: 0,
  cost: 0,
  unpriced: 0,
};

/** Counts of days, tasks or models as one. */
export function addUp(counts: readonly Sums[]): Sums {
  return counts.reduce((sum, each) => plus(sum, each), zero);
}

const names = Object.keys(zero) as readonly (keyof Sums)[];

function plus(a: Sums, b: Sums): Sums {
  const sum = { ...a };
  for (const name of names) sum[name] += b[name];
  return sum;
}

export function measuredOf(sums: Sums): Measured {
  const { calls, answered, scored, scoreSum, logMsSum, firstTokens, logFirstTokenSum, cancelled, cost, unpriced } = sums;
  const all = calls + cancelled;
  const mean = (sum: number, of: number): number | null => (of === 0 ? null : sum / of);
  const geometric = (logSum: number, of: number): number | null => (of === 0 ? null : Math.exp(logSum / of));
  return {
    calls,
    answered: mean(answered, calls),
    quality: mean(scoreSum, scored),
    judged: scored,
    typicalMs: geometric(logMsSum, answered),
    firstTokenMs: geometric(logFirstTokenSum, firstTokens),
    costPerCall: mean(cost, all - unpriced),
    spent: { calls: all, inputTokens: sums.inputTokens, outputTokens: sums.allOutputTokens, cost, unpriced },
    failures: {
      repaired: sums.repaired,
      schemaErrors: sums.schemaErrors,
      refused: sums.refused,
      timeouts: sums.timeouts,
      rateLimits: sums.rateLimits,
      errors: sums.errors,
      cancelled,
    },
  };
}

export function addUpSpent(counts: readonly SpendCount[]): SpentOnModels {
  const sum = (of: (count: SpendCount) => number): number => counts.reduce((all, count) => all + of(count), 0);
  return {
    calls: sum(({ calls }) => calls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cost: sum(({ cost }) => cost),
    unpriced: sum(({ unpriced }) => unpriced),
  };
}
