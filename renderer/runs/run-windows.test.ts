import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../shared/contract/run-view.ts';
import type { RunStatus } from '../../shared/run/status.ts';
import { createRunWindows, type RunPage } from './run-windows.ts';

function runOf(number: number, state: RunStatus = 'completed'): RunSummary {
  return {
    runId: `r${number}`,
    workflow: 'Any',
    workflowId: 'w',
    version: '1.0.0',
    state,
    reason: null,
    dryRun: false,
    createdAt: new Date(1_800_000_000_000 + number * 1000).toISOString(),
    startedAt: null,
    endedAt: null,
    durationMs: null,
    triggeredBy: 'manual',
    error: null,
  };
}

/** An engine with so many runs, the newest with the greatest number. */
function start(total: number, fits: (run: RunSummary) => boolean = () => true) {
  const asked: (string | undefined)[] = [];
  const list = createRunWindows({
    async ask(cursor, limit) {
      asked.push(cursor);
      const top = cursor === undefined ? total : Number(cursor) - 1;
      const items = Array.from({ length: Math.min(limit, top) }, (_, index) => runOf(top - index));
      const last = top - items.length + 1;
      return { items, next: last > 1 ? String(last) : null };
    },
    fits,
    changed: () => {},
  });
  const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => list.row(from + index)?.runId);
  return { list, asked, ids };
}

async function readUntil(list: ReturnType<typeof start>['list'], rows: number): Promise<void> {
  while (list.count() < rows && list.hasMore()) {
    list.show(list.count() - 1, list.count() - 1, false);
    await expect.poll(() => list.isReading).toBe(false);
  }
}

describe('a list of any number of runs', () => {
  it('reads older ones as they come into sight, without gap or repeat', async () => {
    const { list, ids } = start(1_000_000);
    list.restart();
    await readUntil(list, 1000);
    expect(ids(0, 1000)).toEqual(Array.from({ length: 1000 }, (_, index) => `r${1_000_000 - index}`));
    expect(list.hasMore()).toBe(true);
  });

  it('holds only what is near, and reads the rest again where it is shown', async () => {
    const { list, ids } = start(1_000_000);
    list.restart();
    await readUntil(list, 4000);
    expect(list.row(1500)).toBeUndefined();
    expect(list.count()).toBe(4000);
    list.show(1500, 1520, false);
    await expect.poll(() => list.row(1500)?.runId).toBe('r998500');
    expect(ids(1500, 1503)).toEqual(['r998500', 'r998499', 'r998498']);
    expect(list.row(0)?.runId).toBe('r1000000');
  });

  it('lets new runs in at once at the top, and lets them wait while somebody looks farther down', async () => {
    const { list } = start(500);
    list.restart();
    await expect.poll(() => list.count()).toBe(100);
    list.show(0, 10, true);
    list.hear([runOf(501)]);
    expect(list.row(0)?.runId).toBe('r501');
    list.show(40, 60, false);
    const before = list.row(40)?.runId;
    list.hear([runOf(502), runOf(503)]);
    expect(list.row(40)?.runId).toBe(before);
    expect(list.waiting()).toBe(2);
    list.letIn();
    expect([list.row(0)?.runId, list.row(1)?.runId, list.waiting()]).toEqual(['r503', 'r502', 0]);
  });

  it('changes a run in place, and drops one that belongs to the list no more', async () => {
    const { list } = start(50, ({ state }) => state !== 'failed');
    list.restart();
    await expect.poll(() => list.count()).toBe(50);
    list.show(0, 10, true);
    list.hear([runOf(49, 'running')]);
    expect(list.row(1)).toMatchObject({ runId: 'r49', state: 'running' });
    list.hear([runOf(49, 'failed')]);
    expect(list.row(1)?.runId).toBe('r48');
    expect(list.count()).toBe(49);
  });

  it('puts a run that comes to belong to it where its time puts it', async () => {
    const { list } = start(10, ({ runId }) => runId !== 'none');
    list.restart();
    await expect.poll(() => list.count()).toBe(10);
    list.show(0, 10, true);
    list.hear([{ ...runOf(5), runId: 'between' }]);
    expect(list.row(5)?.runId).toBe('between');
  });

  it('keeps what it holds until the answer for another filter is there, and then begins another round', async () => {
    const answers: ((page: RunPage) => void)[] = [];
    const list = createRunWindows({ ask: () => new Promise((tell) => answers.push(tell)), fits: () => true, changed: () => {} });
    list.restart();
    answers.shift()?.({ items: [runOf(1)], next: null });
    await expect.poll(() => list.count()).toBe(1);
    const before = list.round();
    list.restart();
    expect([list.count(), list.isOld, list.round()]).toEqual([1, true, before]);
    answers.shift()?.({ items: [runOf(7), runOf(6)], next: null });
    await expect.poll(() => list.isOld).toBe(false);
    expect([list.row(0)?.runId, list.count()]).toEqual(['r7', 2]);
    expect(list.round()).not.toBe(before);
  });

  it('does not lose a run that is told while the answer is on its way', async () => {
    const answers: ((page: RunPage) => void)[] = [];
    const list = createRunWindows({ ask: () => new Promise((tell) => answers.push(tell)), fits: () => true, changed: () => {} });
    list.restart();
    answers.shift()?.({ items: [runOf(1)], next: null });
    await expect.poll(() => list.count()).toBe(1);
    list.restart();
    list.hear([runOf(3), runOf(2, 'running')]);
    answers.shift()?.({ items: [runOf(2, 'queued'), runOf(1)], next: null });
    await expect.poll(() => list.isOld).toBe(false);
    expect([0, 1, 2].map((index) => list.row(index)?.runId)).toEqual(['r3', 'r2', 'r1']);
    expect(list.row(1)?.state).toBe('running');
  });

  it('holds nothing of the list before when the next one cannot be read', async () => {
    let isDown = false;
    const list = createRunWindows({
      ask: async () => {
        if (isDown) throw new Error('down');
        return { items: [runOf(1)], next: null };
      },
      fits: () => true,
      changed: () => {},
    });
    list.restart();
    await expect.poll(() => list.count()).toBe(1);
    isDown = true;
    list.restart();
    await expect.poll(() => list.failure).toMatchObject({ message: 'down' });
    expect(list.count()).toBe(0);
  });

  it('tells a failure, and goes on when it is asked again', async () => {
    let isDown = true;
    const list = createRunWindows({
      ask: async () => {
        if (isDown) throw new Error('down');
        return { items: [runOf(1)], next: null };
      },
      fits: () => true,
      changed: () => {},
    });
    list.restart();
    await expect.poll(() => list.failure).toMatchObject({ message: 'down' });
    isDown = false;
    list.restart();
    await expect.poll(() => list.count()).toBe(1);
    expect(list.failure).toBeUndefined();
  });
});
