import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listBackups } from './backups.ts';
import { openDatabase } from './database.ts';
import { migrations } from './migrations/migrations.ts';
import { readOnly } from './read-only.ts';
import { restoreBackup } from './set-aside.ts';
import { testMigration } from './test-migration.ts';
import { addRun, addWorkflow, hashesOf, makeDataDir, openTestStore } from './test-store.ts';

const [initial = ''] = migrations;

/** A data folder in the first format, with one workflow. */
function makeOldFolder(): string {
  const dataDir = makeDataDir();
  const { database, close } = openDatabase(dataDir, { migrations: [initial] });
  database.exec(`INSERT INTO workflows (id, name, working_directory, created_at, updated_at) VALUES ('w', 'Kept', '/', 1, 1)`);
  close();
  return dataDir;
}

function readFile(file: string) {
  return readOnly(file, (database) => ({
    format: database.pragma('user_version', { simple: true }),
    added: database.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'added'`).pluck().get() === 1,
    workflows: database.prepare('SELECT name FROM workflows ORDER BY key').pluck().all(),
  }));
}

describe('DB-7 a migration', () => {
  it('DB-7 is preceded by a backup that holds everything and stands the check', () => {
    const dataDir = makeOldFolder();
    openDatabase(dataDir, { migrations: [initial, ...testMigration], now: () => Date.UTC(2030, 0, 2, 3, 4, 5) }).close();
    const [backup, ...others] = listBackups(join(dataDir, 'backups'));
    expect(others).toEqual([]);
    expect(backup).toMatchObject({ label: 'before-format-2', at: Date.UTC(2030, 0, 2, 3, 4, 5) });
    expect(readdirSync(join(dataDir, 'backups'))).toEqual(['pawl-2030-01-02T03-04-05Z-before-format-2.db']);
    expect(readFile(backup?.file ?? '')).toEqual({ format: 1, added: false, workflows: ['Kept'] });
    expect(readFile(join(dataDir, 'pawl.db'))).toEqual({ format: 2, added: true, workflows: ['Kept', 'added 1', 'added 2'] });
  });

  it('DB-7 makes no backup of a database that was just made', () => {
    const dataDir = makeDataDir();
    openDatabase(dataDir).close();
    expect(readdirSync(dataDir)).not.toContain('backups');
  });

  it('DB-7 that throws leaves the old format, as often as it is tried', () => {
    const dataDir = makeOldFolder();
    const failing = [initial, `CREATE TABLE added (a); INSERT INTO missing VALUES (1)`];
    const before = hashesOf(dataDir);
    for (let times = 0; times < 5; times++) {
      expect(() => openDatabase(dataDir, { migrations: failing, now: () => times * 1000 })).toThrow('missing');
      expect(readFile(join(dataDir, 'pawl.db'))).toEqual({ format: 1, added: false, workflows: ['Kept'] });
    }
    expect(hashesOf(dataDir)).toEqual(before);
    expect(listBackups(join(dataDir, 'backups')).length).toBeLessThanOrEqual(3);
  });

  const points = ['backup', ...Array.from({ length: 5 }, (_, statement) => String(statement)), 'commit'];
  it.each(points)('DB-7 that is killed at %s leaves the old format or the new one, and the next start finishes it', (point) => {
    const dataDir = makeOldFolder();
    const child = spawnSync(process.execPath, [join(import.meta.dirname, 'test-migration-process.ts'), dataDir, point], {
      encoding: 'utf8',
    });
    expect(child.signal, child.stderr).toBe('SIGKILL');
    const done = { format: 2, added: true, workflows: ['Kept', 'added 1', 'added 2'] };
    const found = readFile(join(dataDir, 'pawl.db'));
    expect(found).toEqual(point === 'commit' ? done : { format: 1, added: false, workflows: ['Kept'] });
    openDatabase(dataDir, { migrations: [initial, ...testMigration] }).close();
    expect(readFile(join(dataDir, 'pawl.db'))).toEqual(done);
    expect(readdirSync(join(dataDir, 'backups')).every((name) => name.endsWith('.db'))).toBe(true);
  });

  it('DB-7 a backup can be put in the place of a database, which is kept', async () => {
    const dataDir = makeDataDir();
    const store = openTestStore(dataDir);
    const workflow = await addWorkflow(store, 'Before');
    await store.write(() => addRun(store, workflow, { endedAt: 1 }));
    const backup = await store.file.backUp('by-hand', Date.now());
    await addWorkflow(store, 'After');
    store.close();
    const aside = restoreBackup(dataDir, backup, Date.now());
    const restored = openTestStore(dataDir);
    expect(restored.workflows.list().map(({ name }) => name)).toEqual(['Before']);
    expect(restored.runs.list({ limit: 5 })).toHaveLength(1);
    expect(restored.installId).toBe(store.installId);
    expect(restored.checkIntegrity()).toEqual([]);
    restored.close();
    expect(readFile(aside)).toMatchObject({ workflows: ['Before', 'After'] });
  });

  it('DB-7 a damaged backup is not put in the place of anything', async () => {
    const dataDir = makeDataDir();
    const store = openTestStore(dataDir);
    const backup = await store.file.backUp('by-hand', Date.now());
    store.close();
    rmSync(backup);
    const before = hashesOf(dataDir);
    expect(() => restoreBackup(dataDir, backup, Date.now())).toThrow('ENOENT');
    expect(hashesOf(dataDir)).toEqual(before);
  });
});
