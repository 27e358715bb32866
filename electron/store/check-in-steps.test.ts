import { closeSync, copyFileSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { findDamage } from './integrity.ts';
import { readOnly } from './read-only.ts';
import { addRun, addWorkflow, makeDataDir, openTestStore } from './test-store.ts';

/** Some ten megabytes, in a folder that another engine has closed. */
async function makeFilled(): Promise<string> {
  const dataDir = makeDataDir();
  const store = openTestStore(dataDir);
  const workflow = await addWorkflow(store, 'Big');
  for (let count = 0; count < 5; count++) await store.write(() => addRun(store, workflow, { endedAt: 1, events: 1000, eventSize: 2000 }));
  store.close();
  return dataDir;
}

/** Lets an entry of an index lead to a row that is not there: only the comparison with its table can tell. */
function mislead(dataDir: string): void {
  const file = join(dataDir, 'pawl.db');
  const page = readOnly(file, (database) =>
    Number(database.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'runs_by_workflow'`).pluck().get()),
  );
  const at = (page - 1) * 4096;
  const bytes = readFileSync(file).subarray(at, at + 4096);
  const entries = bytes.readUInt16BE(3);
  const last = bytes.readUInt16BE(8 + 2 * (entries - 1));
  // An entry is its length and so many bytes, the last of which is the number of the row.
  const rowAt = last + (bytes[last] ?? 0);
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.from([100]), 0, 1, at + rowAt);
  closeSync(descriptor);
}

it('a check of a large database lets the engine work on, and leaves nothing', async () => {
  const dataDir = await makeFilled();
  const store = openTestStore(dataDir);
  let isOver = false;
  const checked = store.file.check({ deep: true, mayBlock: true }).finally(() => {
    isOver = true;
  });
  let written = 0;
  for (; !isOver; written++) {
    await store.write(() => store.settings.put('count', written));
    await nextTurn();
  }
  expect(await checked).toEqual([]);
  expect(written).toBeGreaterThan(10);
  expect(readdirSync(store.file.backupsFolder)).toEqual([]);
  store.close();
});

it('a check that is stopped says so, and one that has no room for a copy is put off, unless it may block', async () => {
  const dataDir = await makeFilled();
  const store = openTestStore(dataDir);
  await expect(store.file.check({ deep: true, shouldStop: () => true })).rejects.toThrow('stopped');
  expect(readdirSync(store.file.backupsFolder)).toEqual([]);
  Object.assign(store.disk, { freeBytes: () => 1000 });
  expect(await store.file.check({ deep: true })).toBeUndefined();
  expect(await store.file.check({ deep: true, mayBlock: true })).toEqual([]);
  store.close();
});

it('DB-3 an index that leads to another row is found by the deep check of a copy, and not by the quick one', async () => {
  const dataDir = await makeFilled();
  mislead(dataDir);
  const store = openTestStore(dataDir);
  expect(await store.file.check({ deep: false, mayBlock: true })).toEqual([]);
  expect(await store.file.check({ deep: true, mayBlock: true })).toContainEqual(
    expect.stringContaining('missing from index runs_by_workflow'),
  );
  store.close();
});

it('DB-3 a page that a check stumbles over is damage that is told, not a fault of the check', async () => {
  const dataDir = await makeFilled();
  const file = join(dataDir, 'pawl.db');
  const pages = readOnly(file, (database) =>
    database.prepare(`SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND rootpage > 1`).pluck().all().map(Number),
  );
  for (const page of pages) {
    const broken = makeDataDir();
    const copy = join(broken, 'pawl.db');
    copyFileSync(file, copy);
    const descriptor = openSync(copy, 'r+');
    writeSync(descriptor, Buffer.alloc(4096, 0xa7), 0, 4096, (page - 1) * 4096);
    closeSync(descriptor);
    expect(readOnly(copy, (database) => findDamage(database)).length, `page ${page}`).toBeGreaterThan(0);
  }
});
