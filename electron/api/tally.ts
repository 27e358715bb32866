import type { Tally } from '../../shared/contract/stats.ts';
import type { TerminalRunStatus } from '../../shared/run/status.ts';
import { quantileOf } from '../store/duration-buckets.ts';
import type { RunCount } from '../store/stats-table.ts';

const wentWell: Readonly<Record<TerminalRunStatus, boolean>> = {
  completed: true,
  completed_with_errors: true,
  failed: false,
  cancelled: false,
  timed_out: false,
};

/** What some counts say together. A run that was cancelled says nothing of the workflow, and a failed one nothing of how long it takes. */
export function tallyOf(counts: readonly RunCount[]): Tally {
  const outcomes = { completed: 0, completed_with_errors: 0, failed: 0, cancelled: 0, timed_out: 0 };
  const buckets = new Map<number, number>();
  let totalMs = 0;
  let slowestMs = 0;
  for (const count of counts) {
    outcomes[count.status] += count.runs;
    if (!wentWell[count.status]) continue;
    buckets.set(count.bucket, (buckets.get(count.bucket) ?? 0) + count.runs);
    totalMs += count.totalMs;
    slowestMs = Math.max(slowestMs, count.maxMs);
  }
  const good = outcomes.completed + outcomes.completed_with_errors;
  const failures = outcomes.failed + outcomes.timed_out;
  return {
    runs: good + failures + outcomes.cancelled,
    outcomes,
    failures,
    successRate: share(good, good + failures),
    duration: good === 0 ? null : { averageMs: totalMs / good, ...quantiles(buckets, slowestMs), slowestMs },
  };
}

/** How many runs, and how many of them went well. */
export function retriedOf(counts: readonly RunCount[], of: 'stepRetried' | 'retries') {
  const runs = counts.reduce((sum, count) => sum + count[of], 0);
  const good = counts.reduce((sum, count) => sum + (wentWell[count.status] ? count[of] : 0), 0);
  return { runs, wentWell: good, successShare: share(good, runs) };
}

/** Null where there is no whole. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function quantiles(buckets: ReadonlyMap<number, number>, slowestMs: number): { p50Ms: number; p95Ms: number } {
  const counts = [...buckets].map(([bucket, runs]) => ({ bucket, runs })).sort((a, b) => a.bucket - b.bucket);
  return { p50Ms: quantileOf(counts, 0.5, slowestMs), p95Ms: quantileOf(counts, 0.95, slowestMs) };
}
