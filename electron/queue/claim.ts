import type { QueuedRun, RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';

/**
 * Takes from the queue what may run now, best first, and marks it running. Call it inside `store.write`. The free places are counted from
 * the rows: `limit` runs at once in all (a child run has its parent's place), and each workflow's own limit. With `isOurs`, runs of others
 * are left in the queue.
 */
export function claimRuns(store: Store, limit: number, at: number, isOurs: (run: QueuedRun) => boolean = () => true): RunRow[] {
  const underWay = new Map<string, number>();
  const hasPlace = (run: QueuedRun): boolean => {
    if (!isOurs(run)) return false;
    const { concurrencyKey, concurrencyLimit } = run;
    if (concurrencyKey === null || concurrencyLimit === null) return true;
    const count = underWay.get(concurrencyKey) ?? store.runs.countUnderWay(concurrencyKey);
    underWay.set(concurrencyKey, count < concurrencyLimit ? count + 1 : count);
    return count < concurrencyLimit;
  };
  const chosen = [...store.runs.queuedChildren().filter(hasPlace), ...firstFree(store, limit - store.runs.countRunning(), hasPlace)];
  return chosen.flatMap(({ key }) => {
    const started = store.runs.start(key, at) ? store.runs.byKey(key) : undefined;
    return started === undefined ? [] : [started];
  });
}

function firstFree(store: Store, free: number, hasPlace: (run: QueuedRun) => boolean): QueuedRun[] {
  const chosen: QueuedRun[] = [];
  if (free <= 0) return chosen;
  for (const run of store.runs.queued()) {
    if (hasPlace(run)) chosen.push(run);
    if (chosen.length === free) break;
  }
  return chosen;
}
