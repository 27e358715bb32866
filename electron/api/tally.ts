import type { Tally } from '../../shared/contract/stats.ts';
import type { TerminalRunStatus } from '../../shared/run/status.ts';
import { type BucketCount, quantileOf } from '../store/duration-buckets.ts';
import type { RunCount } from '../store/stats-table.ts';

const wentWell: ReadonlySet<TerminalRunStatus> = new Set(['completed', 'completed_with_errors']);
const failed: ReadonlySet<TerminalRunStatus> = new Set(['failed', 'timed_out']);

/** What some counts say together. A run that was cancelled says nothing of the workflow, and a failed one nothing of how long it takes. */
export function tallyOf(counts: readonly RunCount[]): Tally {
  const good = counts.filter(({ status }) => wentWell.has(status));
  const failures = sumRuns(counts.filter(({ status }) => failed.has(status)));
  const ended = (status: TerminalRunStatus): number => sumRuns(counts.filter((count) => count.status === status));
  return {
    runs: sumRuns(counts),
    outcomes: {
      completed: ended('completed'),
      completed_with_errors: ended('completed_with_errors'),
      failed: ended('failed'),
      cancelled: ended('cancelled'),
      timed_out: ended('timed_out'),
    },
    failures,
    successRate: share(sumRuns(good), sumRuns(good) + failures),
    duration: durationOf(good),
  };
}

/** How many runs, and how many of them went well. */
export function retriedOf(counts: readonly RunCount[], of: 'stepRetried' | 'retries') {
  const runs = counts.reduce((sum, count) => sum + count[of], 0);
  const good = counts.reduce((sum, count) => sum + (wentWell.has(count.status) ? count[of] : 0), 0);
  return { runs, wentWell: good, successShare: share(good, runs) };
}

export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function durationOf(good: readonly RunCount[]): Tally['duration'] {
  const runs = sumRuns(good);
  if (runs === 0) return null;
  const buckets = new Map<number, number>();
  for (const { bucket, runs } of good) buckets.set(bucket, (buckets.get(bucket) ?? 0) + runs);
  const counts: BucketCount[] = [...buckets].map(([bucket, runs]) => ({ bucket, runs })).sort((a, b) => a.bucket - b.bucket);
  const slowestMs = Math.max(...good.map(({ maxMs }) => maxMs));
  return {
    averageMs: good.reduce((sum, { totalMs }) => sum + totalMs, 0) / runs,
    p50Ms: quantileOf(counts, 0.5, slowestMs),
    p95Ms: quantileOf(counts, 0.95, slowestMs),
    slowestMs,
  };
}

function sumRuns(counts: readonly { readonly runs: number }[]): number {
  return counts.reduce((sum, { runs }) => sum + runs, 0);
}
