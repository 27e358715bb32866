import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunStatus, runStatuses, terminalRunStatuses } from '../../shared/run/status.ts';
import { openDatabase } from './database.ts';
import { type RunFilter, searchSql } from './run-search.ts';
import type { Store } from './store.ts';
import { addRun, addWorkflow, makeDataDir, openTestStore } from './test-store.ts';

const someStates: readonly (readonly RunStatus[] | undefined)[] = [
  undefined,
  ['failed'],
  ['running'],
  ['failed', 'timed_out', 'completed_with_errors'],
  ['queued', 'running', 'paused', 'waiting', 'needs_attention'],
  ['completed', 'running'],
  [...terminalRunStatuses],
];

describe('the list of runs', () => {
  let dataDir: string;
  let store: Store;
  beforeEach(() => {
    dataDir = makeDataDir();
    store = openTestStore(dataDir);
  });
  afterEach(() => store.close());

  it('sorts nothing and looks through nothing, whatever it is filtered by', () => {
    store.close();
    const { database, close } = openDatabase(dataDir);
    const plans: string[] = [];
    for (const ofWorkflow of [false, true])
      for (const hasSince of [false, true])
        for (const byId of [false, true])
          for (const statuses of someStates) {
            const sql = searchSql({ ofWorkflow, statuses, hasSince, byId });
            const values = { before: 1, after: 0, limit: 1, workflowKey: 1, since: 0, from: 'a', to: 'b' };
            const rows = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values) as { detail: string }[];
            plans.push(...rows.map(({ detail }) => detail));
          }
    close();
    expect(plans.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
    expect(plans.filter((step) => step.startsWith('SCAN'))).toEqual([]);
    expect(plans.length).toBeGreaterThan(50);
    store = openTestStore(dataDir);
  });

  it('gives what a look at every run would give, newest first, for any filter and page', async () => {
    const workflows = [await addWorkflow(store, 'One'), await addWorkflow(store, 'Two')];
    const all = await store.write(() =>
      Array.from({ length: 120 }, (_, index) => {
        const workflow = workflows[index % 2] ?? workflows[0];
        if (workflow === undefined) throw new Error('no workflow');
        const status = terminalRunStatuses[index % 7];
        const key = addRun(store, workflow, status === undefined ? {} : { status, endedAt: index * 3_600_000 });
        const row = store.runs.byKey(key);
        if (row === undefined) throw new Error('no run');
        return row;
      }),
    );
    const since = 3_600_000 * 60;
    const prefix = all[5]?.id.slice(0, 3) ?? '';
    for (const workflow of [undefined, ...workflows])
      for (const statuses of someStates)
        for (const from of [undefined, since])
          for (const idPrefix of [undefined, prefix])
            for (const before of [undefined, all[90]?.key]) {
              const filter: RunFilter = {
                limit: 10,
                ...(workflow === undefined ? {} : { workflowKey: workflow.key }),
                ...(statuses === undefined ? {} : { statuses }),
                ...(from === undefined ? {} : { since: from }),
                ...(idPrefix === undefined ? {} : { idPrefix }),
                ...(before === undefined ? {} : { before }),
              };
              const wanted = all
                .filter((run) => workflow === undefined || run.workflowKey === workflow.key)
                .filter((run) => statuses === undefined || statuses.includes(run.status))
                .filter((run) => run.queuedAt >= (from ?? 0) && run.key < (before ?? Number.POSITIVE_INFINITY))
                .filter((run) => run.id.startsWith(idPrefix ?? ''))
                .map((run) => run.id)
                .reverse()
                .slice(0, 10);
              expect(
                store.runs.list(filter).map((run) => run.id),
                JSON.stringify(filter),
              ).toEqual(wanted);
            }
  });

  it('finds nothing for no state at all, and everything for all of them', async () => {
    const workflow = await addWorkflow(store, 'One');
    expect(store.runs.list({ since: 1, limit: 5 })).toEqual([]);
    await store.write(() => addRun(store, workflow, { endedAt: 5 }));
    expect(store.runs.list({ statuses: [], limit: 5 })).toEqual([]);
    expect(store.runs.list({ statuses: runStatuses, limit: 5 })).toHaveLength(1);
  });

  it('misses no run when the clock was set back by less than an hour', async () => {
    const workflow = await addWorkflow(store, 'One');
    const hour = 3_600_000;
    await store.write(() => {
      for (const at of [10, 10.9, 10.1, 10.8, 11].map((hours) => hours * hour)) addRun(store, workflow, { endedAt: at });
    });
    expect(store.runs.list({ since: 10.85 * hour, limit: 9 }).map((run) => run.queuedAt / hour)).toEqual([11, 10.9]);
  });
});
