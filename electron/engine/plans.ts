import { compilePlan, type Plan } from '../../shared/workflow/plan.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';

export type PlanSource = Pick<RunRow, 'versionKey' | 'untilStep'>;

const mostKept = 200;

/** The plans of versions, compiled when they are first asked for: a version never changes. */
export function createPlans(store: Store): (row: PlanSource) => Plan {
  const plans = new Map<string, Plan>();
  return (row) => {
    const key = `${row.versionKey}:${row.untilStep ?? ''}`;
    const known = plans.get(key);
    if (known !== undefined) return known;
    const version = store.workflows.version(row.versionKey);
    if (version === undefined) throw new Error(`Version ${row.versionKey} is not there`);
    const plan = compilePlan(version.document, row.untilStep === null ? {} : { until: row.untilStep });
    if (plans.size >= mostKept) plans.clear();
    plans.set(key, plan);
    return plan;
  };
}
