import type { ModelSpend, SpentOnModels } from '../../shared/contract/models.ts';
import { engineSettingsOf } from '../store/engine-settings.ts';
import { dateOfDay, localDay } from '../store/local-day.ts';
import type { Store } from '../store/store.ts';
import { addUpSpent } from './measured.ts';

/** Today and the days before it. */
export function modelSpend(store: Store, now: number, days: number): ModelSpend {
  const today = localDay(now);
  const first = today - days + 1;
  // By the calendar of the machine's zone, as `localDay` is.
  const monthStart = today - new Date(now).getDate() + 1;
  const counts = store.modelStats.spendByDay(Math.min(first, monthStart));
  const since = counts.filter(({ day }) => day >= first);
  const byDay = Map.groupBy(since, ({ day }) => day);
  return {
    today: addUpSpent(counts.filter(({ day }) => day === today)),
    month: addUpSpent(counts.filter(({ day }) => day >= monthStart)),
    total: addUpSpent(since),
    perDay: perDayOf(store),
    days: Array.from({ length: days }, (_, index) => {
      const ofDay = byDay.get(first + index) ?? [];
      const models = ofDay.map((count) => ({ model: count.model, ...addUpSpent([count]) }));
      return { day: dateOfDay(first + index), ...addUpSpent(ofDay), models };
    }),
    workflows: store.modelStats
      .spendByWorkflow(first)
      .map(({ workflowKey, ...count }) => {
        const workflow = workflowKey === 0 ? undefined : store.workflows.byKey(workflowKey);
        return { workflow: workflow?.name ?? null, workflowId: workflow?.id ?? null, ...addUpSpent([count]) };
      })
      .sort(dearest),
    agents: store.modelStats
      .spendByAgent(first)
      .filter(({ agent }) => agent !== '')
      .map((count) => ({ agent: count.agent, ...addUpSpent([count]) }))
      .sort(dearest),
    models: [...Map.groupBy(since, ({ model }) => model)].map(([model, some]) => ({ model, ...addUpSpent(some) })).sort(dearest),
  };
}

function dearest(a: SpentOnModels, b: SpentOnModels): number {
  return b.cost - a.cost || b.inputTokens + b.outputTokens - (a.inputTokens + a.outputTokens);
}

function perDayOf(store: Store): ModelSpend['perDay'] {
  const { tokens = null, cost = null } = engineSettingsOf(store).modelsPerDay ?? {};
  return tokens === null && cost === null ? null : { tokens, cost };
}
