import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import type { RunStatus } from '../../shared/run/status.ts';
import { mergeRuns } from './merge-runs.ts';

/** A run by the second in which it was accepted. */
function run(second: number, state: RunStatus = 'completed'): RunSummary {
  return {
    runId: `r${second}`,
    workflow: 'W',
    workflowId: 'w',
    version: '1',
    state,
    reason: null,
    dryRun: false,
    createdAt: new Date(second * 1000).toISOString(),
    startedAt: null,
    endedAt: null,
    durationMs: null,
    triggeredBy: 'manual',
    error: null,
  };
}

const idsOf = (pages: ReturnType<typeof mergeRuns>): string[][] => pages.map((page) => page.items.map((item) => item.runId));

describe('a list of runs', () => {
  const pages = [
    { items: [run(9), run(7)], next: '7' },
    { items: [run(5), run(3)], next: '3' },
  ];

  it('shows a changed run in its place, as it is now', () => {
    const merged = mergeRuns(pages, [run(5, 'failed')], []);
    expect(idsOf(merged)).toEqual([
      ['r9', 'r7'],
      ['r5', 'r3'],
    ]);
    expect(merged[1]?.items[0]?.state).toBe('failed');
  });

  it('takes in new runs where their time puts them', () => {
    expect(idsOf(mergeRuns(pages, [run(11), run(10), run(6)], []))).toEqual([
      ['r11', 'r10', 'r9', 'r7'],
      ['r6', 'r5', 'r3'],
    ]);
  });

  it('drops a run that is no longer in the states that are shown, and takes in one that has come into them', () => {
    const live = [{ items: [run(9, 'running'), run(7, 'running')], next: null }];
    expect(idsOf(mergeRuns(live, [run(9, 'completed'), run(8, 'running')], ['running']))).toEqual([['r8', 'r7']]);
  });

  it('leaves an older run to the page that it will come with', () => {
    expect(idsOf(mergeRuns(pages, [run(1)], []))).toEqual([
      ['r9', 'r7'],
      ['r5', 'r3'],
    ]);
    expect(idsOf(mergeRuns([{ items: [], next: null }], [run(1)], []))).toEqual([['r1']]);
  });
});
