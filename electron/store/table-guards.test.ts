import { describe, expect, it } from 'vitest';
import { canRunBecome, isTerminalRun, isTerminalStep, type RunStatus, runStatuses, stepStatuses } from '../../shared/run/status.ts';
import { insertRun, storeHarness } from '../../test/support/engine-store.ts';
import type { Store } from './store.ts';

const open = storeHarness();
const error = { code: 'BOOM', message: 'it went wrong', kind: 'fatal' } as const;

function become(store: Store, key: number, to: RunStatus): boolean {
  if (isTerminalRun(to)) return store.runs.finish(key, to, 9, null, null);
  return to === 'running' ? store.runs.start(key, 5) : store.runs.setStatus(key, to);
}

/** The shortest way to a state, by legal transitions. */
function wayTo(goal: RunStatus): RunStatus[] {
  const ways: RunStatus[][] = [['queued']];
  for (const way of ways) {
    const last = way.at(-1) ?? 'queued';
    if (last === goal) return way.slice(1);
    for (const next of runStatuses) if (canRunBecome(last, next) && !way.includes(next)) ways.push([...way, next]);
  }
  throw new Error(`Nothing leads to ${goal}`);
}

describe('runs', () => {
  it('go from each state to exactly the states that the table of transitions allows', () => {
    const store = open();
    for (const from of runStatuses) {
      for (const to of runStatuses) {
        if (from === to) continue;
        const { key } = insertRun(store);
        for (const status of wayTo(from)) expect(become(store, key, status)).toBe(true);
        expect({ from, to, changed: become(store, key, to) }).toEqual({ from, to, changed: canRunBecome(from, to) });
        expect(store.runs.byKey(key)?.status).toBe(canRunBecome(from, to) ? to : from);
      }
    }
  });

  it('that have ended never change again, not even to the same state', () => {
    const store = open();
    const { key } = insertRun(store);
    store.runs.start(key, 5);
    expect(store.runs.finish(key, 'failed', 9, null, { code: 'A', message: 'a', stepId: null })).toBe(true);
    expect(store.runs.finish(key, 'failed', 10, {}, null)).toBe(false);
    expect(store.runs.byKey(key)).toMatchObject({ status: 'failed', endedAt: 9, error: { code: 'A' } });
  });

  it('are started once: the second claim gets nothing, and the time of the first start stays', () => {
    const store = open();
    const { key } = insertRun(store);
    expect(store.runs.start(key, 5)).toBe(true);
    expect(store.runs.start(key, 6)).toBe(false);
    store.runs.setStatus(key, 'waiting');
    expect(store.runs.setStatus(key, 'running')).toBe(true);
    expect(store.runs.byKey(key)?.startedAt).toBe(5);
  });

  it('that are told to be what they are already stay it; one that never started has no time of start', () => {
    const store = open();
    const { key } = insertRun(store);
    expect(store.runs.setStatus(key, 'running')).toBe(true);
    expect(store.runs.setStatus(key, 'running')).toBe(true);
    expect(store.runs.byKey(key)?.startedAt).toBeNull();
  });

  it('take newer data only in the queue', () => {
    const store = open();
    const run = insertRun(store);
    expect(store.runs.coalesce(run.key, { a: 1 }, { b: 2 }, run.versionKey)).toBe(true);
    expect(store.runs.byKey(run.key)).toMatchObject({ inputs: { a: 1 }, triggerData: { b: 2 } });
    store.runs.start(run.key, 5);
    expect(store.runs.coalesce(run.key, {}, {}, run.versionKey)).toBe(false);
  });

  it('never share a dedupe key', () => {
    const store = open();
    insertRun(store, { dedupeKey: 'same' });
    expect(() => insertRun(store, { dedupeKey: 'same' })).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_UNIQUE' }));
  });

  it('are found by what they are asked for', () => {
    const store = open();
    const runs = [1, 2, 3].map((at) => insertRun(store, { queuedAt: at }));
    const [first, second, third] = runs;
    if (first === undefined || second === undefined || third === undefined) throw new Error('Three runs were made');
    store.runs.start(second.key, 5);
    expect(store.runs.list({ limit: 2 }).map((run) => run.key)).toEqual([third.key, second.key]);
    expect(store.runs.list({ limit: 9, before: second.key }).map((run) => run.key)).toEqual([first.key]);
    expect(store.runs.list({ limit: 9, statuses: ['running'] }).map((run) => run.key)).toEqual([second.key]);
    expect(store.runs.list({ limit: 9, since: 3 }).map((run) => run.key)).toEqual([third.key]);
    expect(store.runs.byIdPrefix(first.id.slice(0, 3)).length).toBeGreaterThanOrEqual(3);
    expect(store.runs.countLive()).toEqual(
      new Map([
        ['queued', 2],
        ['running', 1],
      ]),
    );
    expect(store.runs.recentOf(first.workflowKey, 1)).toMatchObject([{ id: third.id }]);
  });
});

describe('steps', () => {
  for (const status of stepStatuses.filter(isTerminalStep)) {
    it(`that ${status} cannot start or end again`, () => {
      const store = open();
      const { key } = insertRun(store);
      store.steps.start(key, 'a', 1, 2);
      store.steps.settle(key, 'a', { status, at: 3, output: '1' });
      expect(() => store.steps.start(key, 'a', 2, 4)).toThrow('Step a has ended and must not start again');
      expect(() => store.steps.settle(key, 'a', { status: 'failed', at: 4, error })).toThrow('Step a has ended and must not end again');
      expect(store.steps.get(key, 'a')).toMatchObject({ status, attempts: 1, startedAt: 2, endedAt: 3, output: '1' });
    });
  }

  it('count their attempts, also those that never began', () => {
    const store = open();
    const { key } = insertRun(store);
    store.steps.settle(key, 'a', { status: 'waiting', at: 2, attempts: 1, startedAt: 2, error });
    store.steps.settle(key, 'a', { status: 'waiting', at: 3, attempts: 2, startedAt: 3, error });
    expect(store.steps.get(key, 'a')).toMatchObject({ status: 'waiting', attempts: 2, startedAt: 2, endedAt: null });
    store.steps.start(key, 'a', 3, 4);
    store.steps.settle(key, 'a', { status: 'succeeded', at: 5, output: 'true' });
    expect(store.steps.get(key, 'a')).toMatchObject({ status: 'succeeded', attempts: 3, error: null, endedAt: 5 });
  });
});

describe('attempts', () => {
  const attempt = { path: 'a', attempt: 1, effect: 'once', input: '{"x":1}', intent: null, epoch: 1, at: 2 } as const;

  it('start once; the same one starts again only after it was interrupted', () => {
    const store = open();
    const { key } = insertRun(store);
    store.attempts.start({ runKey: key, ...attempt });
    expect(() => store.attempts.start({ runKey: key, ...attempt })).toThrow('Attempt 1 of a is there already');
    store.attempts.setProcess(key, 'a', 1, 77, 123);
    expect(store.attempts.get(key, 'a', 1)).toMatchObject({ status: 'started', input: { x: 1 }, pid: 77, pidStarted: 123 });
    store.attempts.settle(key, 'a', 1, 'interrupted', 3);
    store.attempts.start({ runKey: key, ...attempt, intent: '"new"' });
    expect(store.attempts.get(key, 'a', 1)).toMatchObject({ status: 'started', intent: 'new', pid: null });
  });

  it('end once, and one that is unknown can still be settled', () => {
    const store = open();
    const { key } = insertRun(store);
    store.attempts.start({ runKey: key, ...attempt });
    store.attempts.settle(key, 'a', 1, 'unknown', 3);
    store.attempts.settle(key, 'a', 1, 'failed', 4, error);
    expect(() => store.attempts.settle(key, 'a', 1, 'succeeded', 5)).toThrow('Attempt 1 of a has ended already');
    expect(store.attempts.list(key)).toMatchObject([{ status: 'failed', error, endedAt: 4 }]);
  });
});

describe('events', () => {
  it('are numbered from 1 without gaps: a number that is there, and one too far, are refused', () => {
    const store = open();
    const { key } = insertRun(store);
    store.events.append(key, 1, 5, { type: 'run.started' });
    store.events.append(key, 2, 6, { type: 'run.paused', by: 'ada' });
    for (const number of [1, 2, 4]) {
      expect(() => store.events.append(key, number, 7, { type: 'run.resumed', by: 'ada' })).toThrow(`Event ${number} of run ${key}`);
    }
    expect(store.events.after(key, 1)).toEqual([{ seq: 2, at: 6, event: { type: 'run.paused', by: 'ada' } }]);
    expect(store.events.lastSeq(key)).toBe(2);
  });
});
