import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from './store.ts';
import { mountSmallDisk, type SmallDisk, whyNoSmallDisk } from './test-small-disk.ts';
import { addRun, addWorkflow, hashesOf, makeDataDir, openTestStore } from './test-store.ts';

const KB = 1024;
const MB = 1024 * KB;
const noDisk = whyNoSmallDisk();

describe('the ballast', () => {
  it('is made where it is missing, is as large as asked for, and is given back once', async () => {
    const dataDir = makeDataDir();
    const store = openTestStore(dataDir, { limits: { ballastBytes: 3 * MB + 5 } });
    expect(store.disk.hasBallast()).toBe(false);
    await Promise.all([store.disk.restoreBallast(), store.disk.restoreBallast()]);
    expect(statSync(join(dataDir, 'ballast')).size).toBe(3 * MB + 5);
    expect(store.disk.freeBallast()).toBe(true);
    expect(store.disk.freeBallast()).toBe(false);
    store.close();
  });

  it('is given up when the store closes, and nothing is left of it', async () => {
    const dataDir = makeDataDir();
    const store = openTestStore(dataDir, { limits: { ballastBytes: 64 * MB } });
    const making = store.disk.restoreBallast();
    await store.disk.close();
    await making;
    expect(readdirSync(dataDir).filter((name) => name.startsWith('ballast'))).toEqual([]);
    await store.disk.restoreBallast();
    expect(store.disk.hasBallast()).toBe(false);
    store.close();
  });

  it('is not made where it would take the room that new runs need', async () => {
    const store = openTestStore(makeDataDir(), { limits: { minFreeBytes: 2 ** 60 } });
    await store.disk.restoreBallast();
    expect(store.disk.hasBallast()).toBe(false);
    store.close();
  });
});

describe('DB-6 the watermark', () => {
  it('DB-6 below it nothing new is accepted, and the message says what to do', () => {
    const store = openTestStore(makeDataDir(), { limits: { minFreeBytes: 2 ** 60 } });
    expect(() => store.requireRoom()).toThrow(
      expect.objectContaining({ code: 'DISK_LOW', kind: 'retryable', hint: expect.stringContaining('pawl vacuum') }),
    );
    store.close();
  });

  it('DB-6 the disk is not asked again for every admission', () => {
    let now = 0;
    const store = openTestStore(makeDataDir(), { limits: { minFreeBytes: 0 }, now: () => now });
    store.requireRoom();
    const startedAt = performance.now();
    for (let count = 0; count < 10_000; count++) store.requireRoom();
    expect((performance.now() - startedAt) / 10_000).toBeLessThan(0.1);
    now = -1_000_000;
    expect(store.disk.isLow()).toBe(false);
    store.close();
  });
});

describe.skipIf(noDisk !== undefined)(`DB-6 a full disk${noDisk === undefined ? '' : `: ${noDisk}`}`, () => {
  let disk: SmallDisk;
  let dataDir: string;
  let faults: Error[];
  beforeEach(() => {
    disk = mountSmallDisk(4);
    dataDir = join(disk.folder, 'data');
    mkdirSync(dataDir);
    faults = [];
  });
  afterEach(() => disk.unmount());

  const open = (ballastBytes: number): Store =>
    openTestStore(dataDir, { limits: { ballastBytes, minFreeBytes: 100 * KB }, onPoisoned: (error) => faults.push(error) });

  it('DB-6 gives the ballast to the write that meets it: that one is on the disk', async () => {
    const store = open(1 * MB);
    const workflow = await addWorkflow(store, 'Small');
    await store.disk.restoreBallast();
    disk.fill();
    await store.write(() => addRun(store, workflow, { endedAt: 1, events: 100, eventSize: 1000 }));
    expect(store.disk.hasBallast()).toBe(false);
    expect(faults).toEqual([]);
    expect(store.runs.list({ limit: 5 })).toHaveLength(1);
    store.close();
  });

  it('DB-6 without ballast loses nothing that was acknowledged, writes nothing more, and goes on when there is room', async () => {
    const store = open(1 * MB);
    const workflow = await addWorkflow(store, 'Small');
    const acknowledged: number[] = [];
    const refused = (async () => {
      for (;;) acknowledged.push(await store.write(() => addRun(store, workflow, { endedAt: 1, events: 20, eventSize: 2000 })));
    })();
    await expect(refused).rejects.toThrow('could not be written');
    expect(faults).toHaveLength(1);
    await expect(store.write(() => 1)).rejects.toThrow('could not be written');
    store.close();
    expect(acknowledged.length).toBeGreaterThan(10);

    // Still full: it is opened no more, and that harms nothing.
    disk.fill();
    for (let times = 0; times < 3; times++) expect(() => open(0).close()).toThrow(expect.objectContaining({ problem: 'unusable' }));
    disk.grow(16);
    const again = open(0);
    expect(again.checkIntegrity()).toEqual([]);
    const kept = new Set(again.runs.list({ limit: -1 }).map((run) => run.key));
    expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
    await again.write(() => addRun(again, workflow, { endedAt: 1 }));
    again.close();
  });

  it('DB-6 a backup that does not fit leaves no half of it', async () => {
    const store = open(0);
    const workflow = await addWorkflow(store, 'Small');
    await store.write(() => addRun(store, workflow, { endedAt: 1, events: 500, eventSize: 2000 }));
    disk.fill(200 * KB);
    await expect(store.file.backUp('by-hand', 1)).rejects.toThrow('full');
    expect(readdirSync(join(dataDir, 'backups'))).toEqual([]);
    store.close();
  });

  it('DB-5 a read-only data folder is told as such, and nothing is written elsewhere', async () => {
    open(0).close();
    const before = hashesOf(dataDir);
    disk.makeReadOnly();
    expect(() => open(0)).toThrow(expect.objectContaining({ problem: 'unusable', message: expect.stringContaining('is writable') }));
    expect(hashesOf(dataDir)).toEqual(before);
    expect(() => openTestStore(join(disk.folder, 'new'))).toThrow(expect.objectContaining({ problem: 'unusable' }));
  });

  it('FP-5 a large output that does not fit leaves nothing of it, and what was there stays', () => {
    const store = open(0);
    const kept = store.blobs.put('k'.repeat(100_000));
    disk.fill(50 * KB);
    const text = 'y'.repeat(500_000);
    expect(() => store.blobs.put(text)).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
    const files = readdirSync(join(dataDir, 'blobs'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => statSync(join(dataDir, 'blobs', name)).isFile())).toEqual([join(kept.slice(0, 2), kept)]);
    expect(store.blobs.get(kept)).toHaveLength(100_000);
    store.close();
  });

  it('FP-5 a large output that fits into the ballast is kept', async () => {
    const store = open(1 * MB);
    await store.disk.restoreBallast();
    disk.fill();
    const hash = store.blobs.put('y'.repeat(500_000));
    expect(store.blobs.get(hash)).toHaveLength(500_000);
    expect(existsSync(join(dataDir, 'ballast'))).toBe(false);
    store.close();
  });
});
