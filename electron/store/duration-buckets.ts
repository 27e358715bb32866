/** Runs are counted by how long they took, in buckets whose bounds grow by the square root of two: 0 is below a millisecond. */
export function bucketOf(ms: number): number {
  return ms < 1 ? 0 : 1 + Math.floor(2 * Math.log2(ms));
}

export interface BucketCount {
  readonly bucket: number;
  readonly runs: number;
}

/**
 * How long the `share` of runs took at most, in milliseconds, as if they lay evenly within their bucket; `maxMs` is the longest that there
 * was. `counts` in order of bucket.
 */
export function quantileOf(counts: readonly BucketCount[], share: number, maxMs: number): number {
  const wanted = Math.ceil(share * counts.reduce((sum, { runs }) => sum + runs, 0));
  let before = 0;
  for (const { bucket, runs } of counts) {
    if (before + runs >= wanted) {
      const from = lowerBound(bucket);
      const to = Math.min(lowerBound(bucket + 1), maxMs);
      return Math.min(maxMs, from + ((wanted - before) / runs) * Math.max(0, to - from));
    }
    before += runs;
  }
  return maxMs;
}

function lowerBound(bucket: number): number {
  return bucket === 0 ? 0 : 2 ** ((bucket - 1) / 2);
}
