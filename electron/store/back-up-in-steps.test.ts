import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import { readOnly } from './read-only.ts';
import { addRun, addWorkflow, makeDataDir, openTestStore } from './test-store.ts';

/** Some ten megabytes. */
async function openFilled() {
  const dataDir = makeDataDir();
  const store = openTestStore(dataDir);
  const workflow = await addWorkflow(store, 'Big');
  for (let count = 0; count < 5; count++) await store.write(() => addRun(store, workflow, { endedAt: 1, events: 1000, eventSize: 2000 }));
  const backups = join(dataDir, 'backups');
  const unfinished = (): boolean => existsSync(backups) && readdirSync(backups).some((name) => name.endsWith('.part'));
  return { store, workflow, backups, unfinished };
}

it('DB-7 a backup is made while the engine writes on, and holds what was written before it began', async () => {
  const { store, workflow, unfinished } = await openFilled();
  let isMade = false;
  const made = store.file.backUp('by-hand', 1).finally(() => {
    isMade = true;
  });
  await until(unfinished, 'the beginning of the backup');
  let written = 0;
  for (; !isMade; written++) await store.write(() => addRun(store, workflow, { endedAt: 1 }));
  const file = await made;
  expect(written).toBeGreaterThan(1);
  readOnly(file, (copy) => {
    const runs = copy.prepare('SELECT count(*) FROM runs').pluck().get();
    expect(runs).toBeGreaterThanOrEqual(5);
    expect(runs).toBeLessThanOrEqual(5 + written);
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(copy.pragma('foreign_key_check')).toEqual([]);
  });
  expect(store.checkIntegrity()).toEqual([]);
  store.close();
});

it('DB-7 a backup that is stopped leaves nothing, and two at once are both made', async () => {
  const { store, backups, unfinished } = await openFilled();
  const stopped = store.file.backUp('by-hand', 1, { shouldStop: unfinished });
  await expect(stopped).rejects.toThrow('The copy of the database was stopped');
  expect(readdirSync(backups)).toEqual([]);
  const both = await Promise.all([store.file.backUp('daily', 1), store.file.backUp('by-hand', 1)]);
  expect(readdirSync(backups)).toHaveLength(2);
  for (const file of both) expect(readOnly(file, (copy) => copy.pragma('quick_check', { simple: true }))).toBe('ok');
  store.close();
});
