import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insertRun, storeHarness } from '../../test/support/engine-store.ts';
import { claimRuns } from './claim.ts';

const open = storeHarness();
const MINUTE = 60_000;

describe('claimRuns', () => {
  it('takes the best first, up to the limit, and marks them running', () => {
    const store = open();
    const runs = [0, 5, -5].map((priority) => insertRun(store, { priority, queuedAt: MINUTE }));
    const claimed = claimRuns(store, 2, 2 * MINUTE);
    expect(claimed.map((run) => [run.priority, run.status, run.startedAt])).toEqual([
      [5, 'running', 2 * MINUTE],
      [0, 'running', 2 * MINUTE],
    ]);
    expect(claimRuns(store, 2, 3 * MINUTE)).toEqual([]);
    expect(claimRuns(store, 3, 3 * MINUTE).map((run) => run.key)).toEqual([runs[2]?.key]);
  });

  it('a minute of waiting is worth one point of priority', () => {
    const store = open();
    const old = insertRun(store, { priority: 0, queuedAt: 0 });
    const soon = insertRun(store, { priority: 10, queuedAt: 11 * MINUTE });
    const better = insertRun(store, { priority: 10, queuedAt: 9 * MINUTE });
    expect(claimRuns(store, 9, 12 * MINUTE).map((run) => run.key)).toEqual([better.key, old.key, soon.key]);
  });

  it('children take no place, but keep to the limit of their workflow', () => {
    const store = open();
    const parent = insertRun(store);
    claimRuns(store, 1, 1);
    const shared = { parentKey: parent.key, concurrencyKey: 'k', concurrencyLimit: 1 };
    const first = insertRun(store, shared);
    const second = insertRun(store, shared);
    expect(claimRuns(store, 1, 2).map((run) => run.key)).toEqual([first.key]);
    store.runs.finish(first.key, 'completed', 3, null, null);
    expect(claimRuns(store, 1, 4).map((run) => run.key)).toEqual([second.key]);
  });

  it('leaves alone what is not ours, and looks past any number of them', () => {
    const store = open();
    for (let count = 0; count < 150; count++) insertRun(store, { queuedAt: count });
    const ours = insertRun(store, { queuedAt: 1000 });
    expect(claimRuns(store, 4, 2000, (run) => run.id === ours.id).map((run) => run.key)).toEqual([ours.key]);
  });

  it('looks past runs whose workflow has no place', () => {
    const store = open();
    for (let count = 0; count < 100; count++) insertRun(store, { queuedAt: count, concurrencyKey: 'busy', concurrencyLimit: 1 });
    const free = insertRun(store, { queuedAt: 1000 });
    const claimed = claimRuns(store, 5, 2000);
    expect(claimed).toHaveLength(2);
    expect(claimed.map((run) => run.key)).toContain(free.key);
  });

  it('never has more under way than any limit, and never leaves a place empty that somebody could take', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ key: fc.constantFrom(null, 'a', 'b'), priority: fc.integer({ min: -3, max: 3 }), end: fc.boolean() }), {
          maxLength: 25,
        }),
        fc.integer({ min: 1, max: 5 }),
        (arrivals, limit) => {
          const store = open();
          const limits = { a: 1, b: 2 } as const;
          for (const [at, { key, priority, end }] of arrivals.entries()) {
            insertRun(store, { priority, queuedAt: at, concurrencyKey: key, concurrencyLimit: key === null ? null : limits[key] });
            claimRuns(store, limit, at);
            const live = store.runs.live();
            const running = live.filter((run) => run.status === 'running');
            expect(running.length).toBeLessThanOrEqual(limit);
            for (const one of ['a', 'b'] as const) {
              expect(running.filter((run) => run.concurrencyKey === one).length).toBeLessThanOrEqual(limits[one]);
            }
            const couldRun = live.some(
              ({ status, concurrencyKey, concurrencyLimit }) =>
                status === 'queued' && (concurrencyKey === null || store.runs.countUnderWay(concurrencyKey) < (concurrencyLimit ?? 0)),
            );
            if (couldRun) expect(running).toHaveLength(limit);
            const [first] = running;
            if (end && first !== undefined) store.runs.finish(first.key, 'completed', at, null, null);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
