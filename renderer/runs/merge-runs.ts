import type { RunSummary } from '../../shared/contract/run-view.ts';
import type { RunStatus } from '../../shared/run/status.ts';

export interface RunPage {
  readonly items: readonly RunSummary[];
  readonly next: string | null;
}

/** Loaded pages of a list of runs, newest first, after these runs have changed. No states: runs in all of them are shown. */
export function mergeRuns(pages: readonly RunPage[], changed: readonly RunSummary[], states: readonly RunStatus[]): readonly RunPage[] {
  const now = new Map(changed.map((run) => [run.runId, run]));
  const isShown = (run: RunSummary): boolean => states.length === 0 || states.includes(run.state);
  const merged = pages.map(({ items, next }) => ({
    next,
    items: items.flatMap((item) => {
      const run = now.get(item.runId);
      now.delete(item.runId);
      if (run === undefined) return [item];
      return isShown(run) ? [run] : [];
    }),
  }));
  for (const run of [...now.values()].filter(isShown).sort((a, b) => a.createdAt.localeCompare(b.createdAt))) insert(merged, run);
  return merged;
}

interface MutablePage {
  items: RunSummary[];
  readonly next: string | null;
}

/** Where its time puts it. Older than everything that is loaded: it comes with the page that it is on. */
function insert(pages: readonly MutablePage[], run: RunSummary): void {
  for (const { items } of pages) {
    const at = items.findIndex((item) => item.createdAt <= run.createdAt);
    if (at === -1) continue;
    items.splice(at, 0, run);
    return;
  }
  const last = pages.at(-1);
  if (last?.next === null) last.items.push(run);
}
