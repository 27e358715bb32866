import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTerminalRun, type RunStatus, runStatuses, stepStatuses } from '../../shared/run/status.ts';
import { createIds, insertRun, temporaryFolders } from '../../test/support/engine-store.ts';
import { openStore, type Store } from './store.ts';

const newFolder = temporaryFolders();
const open = (dataDir: string): Store => openStore({ dataDir, newId: createIds(), onPoisoned: () => {} });

interface Operation {
  readonly kind: 'insert' | 'status' | 'start' | 'settle' | 'attempt' | 'end' | 'event' | 'cache' | 'set';
  readonly run: number;
  readonly path: number;
  readonly to: number;
  readonly seq: number;
}

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom('insert', 'status', 'start', 'settle', 'attempt', 'end', 'event', 'cache', 'set'),
  run: fc.nat(4),
  path: fc.nat(2),
  to: fc.nat(20),
  seq: fc.integer({ min: 1, max: 6 }),
});

/** Does one thing, legal or not. What is not legal throws or changes nothing. */
function perform(store: Store, keys: number[], { kind, run, path: number, to, seq }: Operation): void {
  const key = keys[run % Math.max(keys.length, 1)];
  const path = `s${number}`;
  if (kind === 'insert' || key === undefined) {
    keys.push(insertRun(store, { dedupeKey: to > 15 ? `key${to}` : null }).key);
    return;
  }
  const status = runStatuses[to % runStatuses.length] ?? 'queued';
  switch (kind) {
    case 'status':
      return void (isTerminalRun(status) ? store.runs.finish(key, status, 9, {}, null) : store.runs.setStatus(key, status));
    case 'start':
      return store.steps.start(key, path, seq, 1);
    case 'settle': {
      const end = stepStatuses[to % stepStatuses.length] ?? 'failed';
      if (end === 'pending' || end === 'running') return;
      return store.steps.settle(key, path, { status: end, at: 2, output: JSON.stringify(to) });
    }
    case 'attempt':
      return store.attempts.start({ runKey: key, path, attempt: seq, effect: 'pure', input: null, intent: null, epoch: 1, at: 1 });
    case 'end':
      return store.attempts.settle(key, path, seq, to > 10 ? 'succeeded' : 'interrupted', 3);
    case 'event':
      return store.events.append(key, seq, 1, { type: 'run.started' });
    case 'cache':
      return store.stepCache.put(`k${to}`, '1', 1, to);
    case 'set':
      return store.settings.put(`s${to}`, to);
  }
}

/** Everything that must not change any more, as text. */
function settled(store: Store, keys: readonly number[]): string[] {
  return keys.flatMap((key) => {
    const run = store.runs.byKey(key);
    const ended = run !== undefined && isTerminalRun(run.status as RunStatus) ? [`run ${key} ${JSON.stringify(run)}`] : [];
    const steps = store.steps.list(key).filter((step) => step.endedAt !== null);
    return [...ended, ...steps.map((step) => `step ${key} ${JSON.stringify(step)}`)];
  });
}

describe('after any operations, in any groups', () => {
  it('the file is whole, what has ended is as it was, and the folder opens again with all of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(operation, { maxLength: 12 }), { maxLength: 12 }), async (turns) => {
        const dataDir = newFolder();
        const store = open(dataDir);
        const keys: number[] = [];
        let before: string[] = [];
        for (const turn of turns) {
          await Promise.allSettled(turn.map((one) => store.write(() => perform(store, keys, one))));
          const now = settled(store, keys);
          for (const line of before) expect(now).toContain(line);
          before = now;
        }
        expect(store.checkIntegrity()).toEqual([]);
        expect(store.poisoned).toBeUndefined();
        store.close();
        const again = open(dataDir);
        expect(settled(again, keys)).toEqual(before);
        again.close();
      }),
      { numRuns: 25 },
    );
  });
});
