import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { terminalRunStatuses } from '../../shared/run/status.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { bucketOf, quantileOf } from './duration-buckets.ts';
import { localDay } from './local-day.ts';
import { countStored } from './migrations/0004-run-stats.ts';
import { pruneStore } from './prune-store.ts';
import { ALL_WORKFLOWS } from './stats-table.ts';
import { openStepLogs } from './step-logs.ts';
import type { Store } from './store.ts';
import { addWorkflow, makeDataDir, openTestStore } from './test-store.ts';
import type { WorkflowRow } from './workflows-table.ts';

const hour = 3_600_000;
const noon = Date.parse('2026-03-10T12:00:00Z');
let ids = 0;

/** A run of three steps, one of them in a loop, that has ended in some way; to be called inside `store.write`. */
function endRun(store: Store, workflow: WorkflowRow, index: number, at: number): void {
  const status = terminalRunStatuses[index % terminalRunStatuses.length] ?? 'completed';
  const { key } = store.runs.insert({
    id: `stat${++ids}`,
    workflowKey: workflow.key,
    versionKey: workflow.versionKey,
    priority: 0,
    inputs: {},
    triggerData: {},
    triggeredBy: 'manual',
    workingDirectory: '/',
    untilStep: null,
    concurrencyKey: null,
    concurrencyLimit: null,
    dedupeKey: null,
    parentKey: null,
    parentPath: null,
    depth: 0,
    retryOf: index % 6 === 1 ? 1 : null,
    rerun: null,
    reuseUntil: null,
    queuedAt: at,
    epoch: 1,
  });
  const ms = Math.round(1.7 ** (index % 23));
  store.runs.start(key, at);
  store.steps.settle(key, 'a', {
    status: 'succeeded',
    at: at + Math.floor(ms / 2),
    startedAt: at,
    attempts: index % 4 === 0 ? 3 : 1,
    output: '1',
  });
  store.steps.settle(key, 'b', { status: 'succeeded', at, startedAt: at, attempts: 5, reason: 'taken from run x' });
  store.steps.settle(key, `each[${index}]/c`, { status: status === 'failed' ? 'failed' : 'skipped', at: at + ms, startedAt: at });
  const error = { code: `E${index % 3}`, message: `it ${index}`, stepId: index % 2 === 0 ? null : 'c' };
  store.runs.finish(key, status, at + ms, null, status === 'failed' || status === 'timed_out' ? error : null);
}

describe('what is counted of runs', () => {
  let dataDir: string;
  let store: Store;
  let workflows: WorkflowRow[];
  beforeEach(async () => {
    dataDir = makeDataDir();
    store = openTestStore(dataDir);
    workflows = [await addWorkflow(store, 'One'), await addWorkflow(store, 'Two')];
    await store.write(() => {
      for (let index = 0; index < 300; index++) {
        const workflow = workflows[index % 2];
        if (workflow !== undefined) endRun(store, workflow, index, noon + index * hour);
      }
    });
  });
  afterEach(() => store.close());

  it('is the same whether each run is counted as it ends, or all of them afterwards', () => {
    store.close();
    const database = new Sqlite(join(dataDir, 'pawl.db'));
    const tables = ['run_stats', 'step_stats', 'failure_stats'];
    const read = () => tables.map((table) => database.prepare(`SELECT * FROM ${table}`).all());
    const counted = read();
    for (const table of tables) database.exec(`DELETE FROM ${table}`);
    countStored(database);
    expect(read()).toEqual(counted);
    expect(counted.map((rows) => rows.length > 5)).toEqual([true, true, true]);
    database.close();
    store = openTestStore(dataDir);
  });

  it('adds up to the number of runs, of each workflow and of all', () => {
    const runsOf = (key: number) => store.stats.inTime(key, 0).reduce((sum, { runs }) => sum + runs, 0);
    expect([ALL_WORKFLOWS, ...workflows.map(({ key }) => key)].map(runsOf)).toEqual([300, 150, 150]);
    const days = new Set(store.stats.byDay(ALL_WORKFLOWS, localDay(noon) + 3).map(({ day }) => day));
    expect([...days].sort()[0]).toBe(localDay(noon) + 3);
  });

  it('tells steps by their id, each iteration of a loop as one, and leaves out results that were taken from another run', () => {
    const steps = store.stats.stepsInTime(workflows[0]?.key ?? 0, 0);
    expect(steps.map(({ stepId, succeeded, failed, skipped }) => ({ stepId, ended: succeeded + failed + skipped }))).toEqual([
      { stepId: 'a', ended: 150 },
      { stepId: 'c', ended: 150 },
    ]);
    expect(steps[0]?.retried).toBe(75);
  });

  it('tells failures by step and code, with the first, the last and how many', () => {
    const [most] = store.stats.failurePatterns(workflows[1]?.key, 0, 1);
    expect(most).toMatchObject({ stepId: 'c', runs: expect.any(Number), lastRun: expect.any(String) });
    const run = store.runs.byId(most?.lastRun ?? '');
    expect(run).toMatchObject({ endedAt: most?.lastAt, error: { code: most?.code, message: most?.message } });
    expect(most?.firstAt).toBeLessThan(most?.lastAt ?? 0);
    const all = store.stats.failurePatterns(undefined, 0, 1000);
    expect(all.reduce((sum, { runs }) => sum + runs, 0)).toBe(120);
    expect(all.map(({ runs }) => runs)).toEqual(all.map(({ runs }) => runs).sort((a, b) => b - a));
  });

  it('stays when the runs are no longer kept', async () => {
    const before = store.stats.byDay(ALL_WORKFLOWS, 0);
    const clock = new FakeClock(noon + 1000 * 24 * hour);
    const pruned = await pruneStore({ store, logs: openStepLogs(dataDir), clock });
    expect(pruned.runs).toBeGreaterThan(250);
    expect(store.stats.byDay(ALL_WORKFLOWS, 0)).toEqual(before);
  });

  it('tells which failed last, by their end', () => {
    const since = noon + 100 * hour;
    const ended = store.stats.lastFailed(undefined, since, 5).map((key) => store.runs.byKey(key)?.endedAt ?? 0);
    expect(ended).toHaveLength(5);
    expect(ended).toEqual([...ended].sort((a, b) => b - a));
    expect(store.stats.countFailed(since)).toBe(80);
    expect(store.stats.lastFailed(workflows[0]?.key, since, 1000).length).toBe(40);
  });
});

describe('a share of runs', () => {
  it('is told within a fifth of its real time', () => {
    const times = Array.from({ length: 2000 }, (_, index) => Math.round(20 + ((index * 7919) % 5000)));
    const counts = [...Map.groupBy(times, bucketOf)].map(([bucket, some]) => ({ bucket, runs: some.length }));
    counts.sort((a, b) => a.bucket - b.bucket);
    const sorted = times.toSorted((a, b) => a - b);
    for (const share of [0.1, 0.5, 0.95, 0.99]) {
      const real = sorted[Math.floor(sorted.length * share)] ?? 0;
      const told = quantileOf(counts, share, sorted.at(-1) ?? 0);
      expect(Math.abs(told - real) / real, `${share}: ${told}, really ${real}`).toBeLessThan(0.2);
    }
    expect(quantileOf(counts, 1, sorted.at(-1) ?? 0)).toBe(sorted.at(-1));
  });

  it('is never more than the longest', () => {
    expect(quantileOf([{ bucket: bucketOf(1000), runs: 1 }], 0.95, 1000)).toBeLessThanOrEqual(1000);
    expect(quantileOf([{ bucket: 0, runs: 3 }], 0.5, 0)).toBe(0);
  });
});
