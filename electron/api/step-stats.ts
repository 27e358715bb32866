import type { StepStats } from '../../shared/contract/stats.ts';
import type { StepCount } from '../store/stats-table.ts';
import type { StepTime } from '../store/steps-table.ts';
import type { Store } from '../store/store.ts';
import type { WorkflowRow } from '../store/workflows-table.ts';
import { criticalTimes } from './critical-path.ts';
import { share } from './tally.ts';
import { planOf } from './views.ts';

const MOST_SAMPLED_RUNS = 50;
/** So many steps are read for the sample, over all its runs. */
const MOST_SAMPLED_STEPS = 2000;

/** In the order of the current version, then steps that it has no more. */
export function stepStats(store: Store, workflow: WorkflowRow, sinceDay: number): { items: StepStats[]; sampledRuns: number } {
  const plan = planOf(store, workflow);
  const { shares, runs } = sampleCriticalShares(store, workflow);
  const counts = new Map(store.stats.stepsInTime(workflow.key, sinceDay).map((count) => [count.stepId, count]));
  const known = [...plan.byId.keys()].filter((id) => counts.has(id));
  const gone = [...counts.keys()].filter((id) => !plan.byId.has(id)).sort();
  const items = [...known, ...gone].flatMap((stepId) => {
    const count = counts.get(stepId);
    return count === undefined ? [] : [viewOf(count, plan.byId.get(stepId)?.name ?? stepId, shares.get(stepId) ?? null)];
  });
  return { items, sampledRuns: runs };
}

function viewOf(count: StepCount, name: string, criticalShare: number | null): StepStats {
  const { stepId, succeeded, failed, skipped, other, retried, totalMs, maxMs } = count;
  const ran = succeeded + failed;
  return {
    stepId,
    name,
    ended: ran + skipped + other,
    succeeded,
    failures: failed,
    skipped,
    retried,
    failureRate: share(failed, ran),
    averageMs: share(totalMs, ran),
    slowestMs: ran === 0 ? null : maxMs,
    criticalShare,
  };
}

function sampleCriticalShares(store: Store, workflow: WorkflowRow): { shares: Map<string, number>; runs: number } {
  const waited = new Map<string, number>();
  let steps = 0;
  let runs = 0;
  for (const key of store.stats.latestEnded(workflow.key, MOST_SAMPLED_RUNS)) {
    const run = store.runs.byKey(key);
    if (run === undefined) continue;
    const plan = planOf(store, run);
    const ids = [...plan.main.steps, ...(plan.finally?.steps ?? [])].map(({ id }) => id);
    steps += ids.length;
    if (runs > 0 && steps > MOST_SAMPLED_STEPS) break;
    const times = new Map(
      ids.flatMap((id): [string, StepTime][] => {
        const time = store.steps.time(key, id);
        return time === undefined ? [] : [[id, time]];
      }),
    );
    runs++;
    for (const [id, ms] of criticalTimes(plan, times)) waited.set(id, (waited.get(id) ?? 0) + ms);
  }
  const whole = [...waited.values()].reduce((sum, ms) => sum + ms, 0);
  return { shares: new Map([...waited].flatMap(([id, ms]) => (whole === 0 ? [] : [[id, ms / whole]]))), runs };
}
