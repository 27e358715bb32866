import { closeSync, existsSync, openSync, readdirSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { until } from '../../test/support/until.ts';
import { readOnly } from './read-only.ts';
import { openStepLogs } from './step-logs.ts';
import type { StoreOptions } from './store.ts';
import { addRun, addWorkflow, makeDataDir, openTestStore } from './test-store.ts';
import { startUpkeep } from './upkeep.ts';

const HOUR = 3_600_000;

function open(options: Partial<StoreOptions> = {}) {
  const { dataDir = makeDataDir() } = options;
  const clock = new FakeClock();
  const store = openTestStore(dataDir, { now: () => clock.now(), limits: { ballastBytes: 1000 }, ...options });
  const faults: unknown[] = [];
  let rooms = 0;
  const upkeep = startUpkeep({
    store,
    logs: openStepLogs(dataDir),
    clock,
    onRoom: () => {
      rooms++;
    },
    onFault: (error) => faults.push(error),
  });
  /** Lets the next look happen and waits until the one after it is planned. */
  async function look(ms = 5000): Promise<void> {
    await clock.advance(ms);
    await until(() => clock.pendingTimers === 1, 'the next look');
  }
  const backups = (): string[] => (existsSync(join(dataDir, 'backups')) ? readdirSync(join(dataDir, 'backups')) : []);
  return { dataDir, clock, store, upkeep, faults, look, backups, rooms: () => rooms };
}

describe('the upkeep of a data folder', () => {
  it('prunes and backs up soon after the start, then every hour and every day, and keeps seven backups', async () => {
    const { store, upkeep, look, backups, clock } = open();
    const workflow = await addWorkflow(store, 'Kept', { retention: { keep: 1 } });
    const addTwo = () => store.write(() => [1, 2].map((at) => addRun(store, workflow, { endedAt: clock.now() + at })));
    await addTwo();
    await look();
    expect(store.runs.list({ limit: 9 })).toHaveLength(1);
    expect(backups()).toEqual([expect.stringContaining('daily')]);
    expect(store.disk.hasBallast()).toBe(true);
    await addTwo();
    await look(HOUR - 20_000);
    expect(store.runs.list({ limit: 9 })).toHaveLength(3);
    await look(40_000);
    expect(store.runs.list({ limit: 9 })).toHaveLength(1);
    expect(backups()).toHaveLength(1);
    for (let day = 0; day < 9; day++) {
      clock.jumpTo(clock.now() + 24 * HOUR);
      await look();
    }
    expect(backups()).toHaveLength(7);
    await upkeep.close();
    store.close();
  });

  it('waits while a run is at work, but not for ever', async () => {
    const { store, upkeep, look, backups, clock } = open();
    const workflow = await addWorkflow(store, 'Busy');
    await store.write(() => addRun(store, workflow));
    await look();
    expect(backups()).toEqual([]);
    clock.jumpTo(clock.now() + 31 * HOUR);
    await look();
    expect(backups()).toHaveLength(1);
    await upkeep.close();
    store.close();
  });

  it('checks the whole database once a week, and tells of damage', async () => {
    const { dataDir, store: sound, upkeep: first, look: lookFirst, faults: none } = open();
    await lookFirst();
    await first.close();
    sound.close();
    expect(none).toEqual([]);
    // Of an index that nothing else looks at.
    const page = readOnly(join(dataDir, 'pawl.db'), (database) =>
      Number(database.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'attempts_by_blob'`).pluck().get()),
    );
    const descriptor = openSync(join(dataDir, 'pawl.db'), 'r+');
    writeSync(descriptor, Buffer.alloc(4096, 0xa7), 0, 4096, (page - 1) * 4096);
    closeSync(descriptor);

    const { store, upkeep, look, faults, clock } = open({ dataDir });
    await look();
    expect(faults).toEqual([]);
    clock.jumpTo(clock.now() + 8 * 24 * HOUR);
    await look();
    // The check tells, and the backup cannot be made; neither is tried again at once.
    expect(faults.map(String)).toEqual([expect.stringContaining('pawl doctor'), expect.stringContaining('does not stand the check')]);
    await look();
    expect(faults).toHaveLength(2);
    await upkeep.close();
    store.close();
  });

  it('DB-6 tells when there is room again', async () => {
    let isFull = true;
    const { store, upkeep, look, rooms } = open();
    const isLow = store.disk.isLow;
    Object.assign(store.disk, { isLow: () => isFull || isLow() });
    await look();
    await look();
    expect(rooms()).toBe(0);
    isFull = false;
    await look();
    await look();
    expect(rooms()).toBe(1);
    await upkeep.close();
    store.close();
  });

  it('DB-5 finds out that the data folder is gone, writes nothing more, and stops looking', async () => {
    const poisons: Error[] = [];
    const { dataDir, store, upkeep, clock, faults } = open({ onPoisoned: (error) => poisons.push(error) });
    renameSync(dataDir, `${dataDir}-elsewhere`);
    await clock.advance(5000);
    await until(() => poisons.length > 0, 'the fault');
    expect(poisons[0]?.message).toContain('moved or removed');
    await expect(store.write(() => 1)).rejects.toThrow('moved or removed');
    await upkeep.close();
    expect(clock.pendingTimers).toBe(0);
    expect(faults).toEqual([]);
    expect(existsSync(dataDir)).toBe(false);
    store.close();
  });
});
