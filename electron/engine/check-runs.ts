import type { Store } from '../store/store.ts';
import { compareWithEvents } from './checkpoints.ts';

export interface RunsReport {
  readonly checked: number;
  /** One line for each difference, with the run's id. */
  readonly problems: readonly string[];
}

const PAGE = 200;

/**
 * Folds the events of every run once more and compares: numbers without gaps, and rows that say what the events say. Gives way to other
 * work between pages.
 */
export async function checkRuns(store: Store): Promise<RunsReport> {
  const problems: string[] = [];
  let checked = 0;
  let before: number | undefined;
  for (;;) {
    const page = store.runs.list({ limit: PAGE, ...(before === undefined ? {} : { before }) });
    for (const run of page) {
      checked++;
      for (const problem of compareWithEvents(store, run)) problems.push(`run ${run.id}: ${problem}`);
    }
    before = page.at(-1)?.key;
    if (page.length < PAGE || before === undefined) return { checked, problems };
    await new Promise((resolve) => setImmediate(resolve));
  }
}
