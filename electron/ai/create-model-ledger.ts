import { type CoolDown, coolDownOf } from '../../shared/ai/cool-down.ts';
import type { ModelBudget } from '../../shared/ai/model-call.ts';
import { engineSettingsOf } from '../store/engine-settings.ts';
import { localDay } from '../store/local-day.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';
import { createHolds } from './holds.ts';
import type { ModelLedger, Payer } from './model-ledger.ts';
import { type Bound, openAccount } from './open-account.ts';

/** What was measured longer ago says little about a model: providers change them. */
export const MEASURED_DAYS = 30;

export function createModelLedger({ store, now }: { readonly store: Store; now(): number }): ModelLedger {
  const holds = createHolds();

  function boundsOf(asked: ModelBudget | undefined, { runId, stepPath, within = [] }: Payer): Bound[] {
    const bounds: Bound[] = [];
    if (runId !== undefined) {
      if (stepPath !== undefined && asked !== undefined) bounds.push(boundOfStep(runId, stepPath, asked));
      for (const { path, limit } of within) bounds.push(boundWithin(runId, path, limit));
    }
    let run = runId === undefined ? undefined : store.runs.byId(runId);
    for (; run !== undefined; run = run.parentKey === null ? undefined : store.runs.byKey(run.parentKey)) bounds.push(boundOf(run));
    const day = localDay(now());
    bounds.push({
      key: `day ${day}`,
      whose: 'today',
      hint: 'Go on tomorrow, or raise the budget of a day: Models, Spend.',
      limit: engineSettingsOf(store).modelsPerDay,
      spent: () => store.modelCalls.spentOnDay(day),
    });
    return bounds;
  }

  function boundOf({ id, versionKey }: RunRow): Bound {
    return {
      key: `run ${id}`,
      whose: `the run ${id}`,
      hint: 'Raise settings.budget of the workflow, and retry the run.',
      limit: store.workflows.version(versionKey)?.document.settings?.budget,
      spent: () => store.modelCalls.spentByRun(id),
    };
  }

  function boundOfStep(runId: string, path: string, limit: ModelBudget): Bound {
    return {
      key: `step ${runId} ${path}`,
      whose: `the step ${path}`,
      hint: 'Raise its budget, and retry the run.',
      limit,
      spent: () => store.modelCalls.spentByStep(runId, path),
    };
  }

  function boundWithin(runId: string, path: string, limit: ModelBudget): Bound {
    return {
      key: `within ${runId} ${path}`,
      whose: `the step ${path}`,
      hint: 'Raise the budget of the agent or of the step, or give it a smaller task.',
      limit,
      spent: () => store.modelCalls.spentWithin(runId, path),
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
    record: (call, account) =>
      store.write(() => {
        store.modelCalls.insert(call);
        account?.recorded();
      }),
    spent: ({ runId, stepPath }) =>
      stepPath === undefined ? store.modelCalls.spentByRun(runId) : store.modelCalls.spentByStep(runId, stepPath),
    openAccount(asked, payer) {
      const isOfStep = payer.runId !== undefined && payer.stepPath !== undefined;
      return openAccount(boundsOf(asked, payer), isOfStep ? undefined : asked, holds);
    },
  };
}
