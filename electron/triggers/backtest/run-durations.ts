import type { FiringRow } from '../../store/firings-table.ts';
import type { RunRow } from '../../store/runs-table.ts';
import type { Store } from '../../store/store.ts';
import type { BacktestSubject, Period } from './past.ts';
import { isByHand } from './read-past.ts';
import type { PastRun } from './replay-runs.ts';

/** How long the workflow was busy, as far as that matters to its rule for overlaps. */
export interface PastDurations {
  /** In milliseconds; undefined where the firing started no run that is still known. */
  of(firing: FiringRow): number | undefined;
  /** Runs that the trigger's own events did not start. */
  readonly others: readonly PastRun[];
  readonly typicalMs: number;
  readonly notes: readonly string[];
}

const MOST_RUNS = 5000;

export function durationsOf(
  store: Store,
  { document, workflow, triggerKey }: BacktestSubject,
  { from, until }: Period,
  journal: readonly FiringRow[],
): PastDurations {
  // Without a rule, nothing stands in the way of a run.
  if (document.settings?.concurrency === undefined) return { of: () => undefined, others: [], typicalMs: 0, notes: [] };
  const runs = workflow === undefined ? [] : store.runs.list({ workflowKey: workflow.key, since: from, limit: MOST_RUNS });
  const started = new Set(journal.flatMap((row) => (row.triggerKey === triggerKey && !isByHand(row) ? (row.runId ?? []) : [])));
  const byId = new Map(runs.map((run) => [run.id, run]));
  const known = runs.flatMap((run) => (run.endedAt === null ? [] : [run.endedAt - run.queuedAt])).sort((a, b) => a - b);
  const typicalMs = known[Math.floor(known.length / 2)];
  return {
    of(firing) {
      const run = byId.get(firing.runId ?? '');
      return run === undefined ? undefined : (run.endedAt ?? until) - run.queuedAt;
    },
    others: runs.filter(({ id }) => !started.has(id)).map((run) => pastRun(run, workflow?.id ?? '', until)),
    typicalMs: typicalMs ?? 0,
    notes: [
      typicalMs === undefined
        ? 'How long its runs take is not known yet, so none is taken to be under way when the next one is wanted.'
        : 'A run that never was is taken to last as long as most others: what overlaps is an estimate.',
    ],
  };
}

function pastRun({ concurrencyKey, queuedAt, endedAt }: RunRow, workflowId: string, until: number): PastRun {
  return { concurrencyKey: concurrencyKey?.slice(workflowId.length + 1) ?? '', startedAt: queuedAt, endedAt: endedAt ?? until };
}
