import { describe, expect, it } from 'vitest';
import { workflowSchema } from '../../shared/workflow/schema.ts';
import { storeHarness } from '../../test/support/engine-store.ts';
import type { Store } from '../store/store.ts';
import { type Admission, admitRun } from './admit.ts';

const open = storeHarness();

function admission(store: Store, settings: object = {}, more: Partial<Admission> = {}): Admission {
  const document = workflowSchema.parse({ name: 'Queued', settings, steps: [{ id: 'a', action: 'log' }] });
  const saved = store.workflows.save({ id: 'w', document, source: '', path: '', workingDirectory: '/', imported: true, at: 1 });
  return { ...saved, inputs: {}, triggerData: {}, triggeredBy: 'manual', workingDirectory: '/', ...more };
}

let count = 0;
const newId = (): string => `admitted${++count}`;

describe('admitRun', () => {
  it('writes a queued run with the priority of the admission, else of the workflow, else 0', () => {
    const store = open();
    const priorities = [admission(store), admission(store, { priority: 7 }), admission(store, { priority: 7 }, { priority: -3 })].map(
      (one) => {
        const outcome = admitRun(store, one, newId(), 10);
        return outcome.verdict === 'started' ? [outcome.run.status, outcome.run.priority, outcome.run.queuedAt] : outcome.verdict;
      },
    );
    expect(priorities).toEqual([
      ['queued', 0, 10],
      ['queued', 7, 10],
      ['queued', -3, 10],
    ]);
  });

  it('gives the run of before for a known dedupe key, also after that one has ended', () => {
    const store = open();
    const one = admission(store, {}, { dedupeKey: 'delivery' });
    const first = admitRun(store, one, newId(), 1);
    if (first.verdict !== 'started') throw new Error('The first one starts');
    store.runs.start(first.run.key, 2);
    store.runs.finish(first.run.key, 'completed', 3, {}, null);
    expect(admitRun(store, one, newId(), 4)).toMatchObject({ verdict: 'duplicate', run: { id: first.run.id } });
  });

  it('counts queued and running runs under the limit, and none that has ended', () => {
    const store = open();
    const one = admission(store, { concurrency: { limit: 2, whenBusy: 'skip' } });
    const runs = [admitRun(store, one, newId(), 1), admitRun(store, one, newId(), 2)];
    expect(runs.map((outcome) => outcome.verdict)).toEqual(['started', 'started']);
    const third = admitRun(store, one, newId(), 3);
    const [, second] = runs;
    if (second?.verdict !== 'started') throw new Error('The second one starts');
    expect(third).toMatchObject({ verdict: 'skipped', busy: { id: second.run.id } });
    store.runs.start(second.run.key, 4);
    store.runs.finish(second.run.key, 'failed', 5, null, null);
    expect(admitRun(store, one, newId(), 6).verdict).toBe('started');
  });

  it('coalesces into the run that waits, never into one that runs, and takes the version of the newest', () => {
    const store = open();
    const settings = { concurrency: { limit: 1, whenBusy: 'coalesce' } };
    const first = admitRun(store, admission(store, settings), newId(), 1);
    if (first.verdict !== 'started') throw new Error('The first one starts');
    store.runs.start(first.run.key, 2);
    const second = admitRun(store, admission(store, settings), newId(), 3);
    expect(second.verdict).toBe('started');
    const newer = admission(store, { ...settings, priority: 1 }, { inputs: { n: 2 } });
    const third = admitRun(store, newer, newId(), 4);
    expect(third).toMatchObject({ verdict: 'coalesced', run: { inputs: { n: 2 }, versionKey: newer.version.key } });
    expect('run' in third && 'run' in second ? third.run.id === second.run.id : false).toBe(true);
  });

  it('names what a new run replaces, and only under the same key', () => {
    const store = open();
    const settings = { concurrency: { limit: 1, key: '{{ repo }}', whenBusy: 'replace' } };
    const first = admitRun(store, admission(store, settings, { concurrencyKey: 'one' }), newId(), 1);
    const other = admitRun(store, admission(store, settings, { concurrencyKey: 'two' }), newId(), 2);
    const second = admitRun(store, admission(store, settings, { concurrencyKey: 'one' }), newId(), 3);
    if (first.verdict !== 'started' || other.verdict !== 'started' || second.verdict !== 'started') throw new Error('All of them start');
    expect(other.replaces).toEqual([]);
    expect(second.replaces.map((run) => run.id)).toEqual([first.run.id]);
  });
});
