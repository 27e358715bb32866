import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';
import type { LiveRun } from './live-run.ts';

/** What a run takes over from the one that it goes on from: nothing when it goes on from none. */
export function reuseOf(store: Store, row: RunRow): LiveRun['reuse'] {
  const source = row.retryOf === null ? undefined : store.runs.byKey(row.retryOf);
  if (source === undefined) return undefined;
  return { run: source, rerun: new Set(row.rerun ?? []), until: succeededBy(store, source, row.reuseUntil) };
}

function succeededBy(store: Store, source: RunRow, seq: number | null): Set<string> | undefined {
  if (seq === null) return undefined;
  const events = store.events.after(source.key, 0).filter((row) => row.seq <= seq);
  return new Set(events.flatMap(({ event }) => (event.type === 'step.succeeded' ? [event.path] : [])));
}

/** 1 for a run of its own, 2 for the first that goes on from it, and so on. */
export function countRunAttempts(store: Store, row: RunRow): number {
  let count = 1;
  for (let at: RunRow | undefined = row; at?.retryOf != null; at = store.runs.byKey(at.retryOf)) count++;
  return count;
}
