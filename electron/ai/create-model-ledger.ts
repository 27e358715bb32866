import { type CoolDown, coolDownOf } from '../../shared/ai/cool-down.ts';
import { toDollars } from '../../shared/ai/model-reason.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { SettingsDocument } from '../../shared/workflow/schema.ts';
import { engineSettingsOf } from '../store/engine-settings.ts';
import { localDay } from '../store/local-day.ts';
import type { Spent } from '../store/model-calls-table.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';
import type { BudgetLeft, ModelLedger } from './model-ledger.ts';

/** What was measured longer ago says little about a model: providers change them. */
export const MEASURED_DAYS = 30;

/** Whose budget it is, what it allows and what has gone. */
interface Bound {
  readonly whose: string;
  readonly hint: string;
  readonly limit: SettingsDocument['budget'];
  spent(): Spent;
}

export function createModelLedger({ store, now }: { readonly store: Store; now(): number }): ModelLedger {
  function boundsOf(runId: string | undefined): Bound[] {
    const bounds: Bound[] = [];
    let run = runId === undefined ? undefined : store.runs.byId(runId);
    for (; run !== undefined; run = run.parentKey === null ? undefined : store.runs.byKey(run.parentKey)) bounds.push(boundOf(run));
    bounds.push({
      whose: 'today',
      hint: 'Go on tomorrow, or raise the budget of a day: Models, Spend.',
      limit: engineSettingsOf(store).modelsPerDay,
      spent: () => store.modelCalls.spentOnDay(localDay(now())),
    });
    return bounds;
  }

  function boundOf({ id, versionKey }: RunRow): Bound {
    return {
      whose: `the run ${id}`,
      hint: 'Raise settings.budget of the workflow, and retry the run.',
      limit: store.workflows.version(versionKey)?.document.settings?.budget,
      spent: () => store.modelCalls.spentByRun(id),
    };
  }

  function boundOfStep(runId: string, path: string, limit: Bound['limit']): Bound {
    return {
      whose: `the step ${path}`,
      hint: 'Raise its budget, and retry the run.',
      limit,
      spent: () => store.modelCalls.spentByStep(runId, path),
    };
  }

  return {
    figures: (task) => store.modelStats.figures(task, localDay(now()) - MEASURED_DAYS),
    coolDowns: (at) =>
      store.modelCalls.failing(at).flatMap((model): CoolDown[] => {
        const coolDown = coolDownOf(model, store.modelCalls.lastOutcomes(model), at);
        return coolDown === undefined ? [] : [coolDown];
      }),
    overrides: () => store.modelOverrides.all(),
    record: async (call) => void (await store.write(() => store.modelCalls.insert(call))),
    spent: ({ runId, stepPath }) =>
      stepPath === undefined ? store.modelCalls.spentByRun(runId) : store.modelCalls.spentByStep(runId, stepPath),
    budgetLeft(asked, { runId, stepPath }) {
      const ofStep = runId === undefined || stepPath === undefined ? [] : [boundOfStep(runId, stepPath, asked)];
      const lefts: BudgetLeft[] = [...ofStep, ...boundsOf(runId)].flatMap((bound) => {
        const left = leftOf(bound);
        return left === undefined ? [] : [left];
      });
      if (asked !== undefined) lefts.push(asked);
      return least(lefts);
    },
  };
}

/** Throws ActionError `AI_BUDGET`. */
function leftOf({ whose, hint, limit, spent }: Bound): BudgetLeft | undefined {
  if (limit?.tokens === undefined && limit?.cost === undefined) return undefined;
  const gone = spent();
  const refuse = (said: string): Error => new ActionError('AI_BUDGET', `The budget of ${whose} is used up: ${said}`, { hint });
  if (limit.tokens !== undefined && gone.tokens >= limit.tokens) throw refuse(`${gone.tokens} of ${limit.tokens} tokens were spent`);
  if (limit.cost !== undefined && gone.cost >= limit.cost) throw refuse(`${toDollars(gone.cost)} of ${toDollars(limit.cost)} were spent`);
  const told = [
    ...(limit.tokens === undefined ? [] : [`${gone.tokens} of ${limit.tokens} tokens`]),
    ...(limit.cost === undefined ? [] : [`${toDollars(gone.cost)} of ${toDollars(limit.cost)}`]),
  ];
  return {
    ...(gone.tokens === 0 ? {} : { told: `${told.join(' and ')} of ${whose} were spent` }),
    ...(limit.tokens === undefined ? {} : { tokens: limit.tokens - gone.tokens }),
    ...(limit.cost === undefined ? {} : { cost: limit.cost - gone.cost }),
  };
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
