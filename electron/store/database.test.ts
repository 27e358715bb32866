import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { migrations } from './migrations/migrations.ts';
import { nameOfType, networkFileSystemOf } from './network-folder.ts';
import { leaveUnclean, readLines, startEngineProcess, whenClosed } from './test-processes.ts';
import { addRun, addWorkflow, hashesOf, makeDataDir, openTestStore } from './test-store.ts';

const problemOf = (open: () => unknown): unknown => {
  try {
    open();
    return 'none';
  } catch (error) {
    return error instanceof Error && 'problem' in error ? error.problem : error;
  }
};

async function tryInAnotherProcess(dataDir: string): Promise<string> {
  const child = startEngineProcess('race', dataDir);
  const next = readLines(child);
  await next();
  child.stdin.end('go\n');
  return next();
}

describe('an opened database', () => {
  it('has the settings that the promise stands on, read back', () => {
    const store = openTestStore(makeDataDir());
    expect(store.file.settings()).toMatchObject({
      journal_mode: 'wal',
      synchronous: 2,
      fullfsync: 1,
      checkpoint_fullfsync: 1,
      locking_mode: 'exclusive',
      foreign_keys: 1,
      trusted_schema: 0,
      cell_size_check: 1,
      busy_timeout: 5000,
      wal_autocheckpoint: 1000,
      journal_size_limit: 67108864,
      auto_vacuum: 2,
      application_id: 0x5041574c,
      user_version: migrations.length,
    });
    store.close();
  });

  it('is in defensive mode: its schema cannot be written over', () => {
    const { database, close } = openDatabase(makeDataDir());
    database.pragma('writable_schema = ON');
    expect(() => database.exec("UPDATE sqlite_schema SET sql = ''")).toThrow('may not be modified');
    close();
  });

  it('leaves nothing but the file and its lock after a stop in order', () => {
    const dataDir = makeDataDir();
    openTestStore(dataDir).close();
    expect(readdirSync(dataDir).sort()).toEqual(['pawl.db', 'pawl.lock']);
  });
});

describe('the last stop', () => {
  it('is told as none before, then as clean with its time', () => {
    const dataDir = makeDataDir();
    const first = openTestStore(dataDir, { now: () => 5000 });
    expect(first.file.lastStop).toEqual({ kind: 'none_before', at: undefined });
    first.close();
    const second = openTestStore(dataDir);
    expect(second.file.lastStop).toEqual({ kind: 'clean', at: 5000 });
    second.close();
  });

  it('is told as unclean after a kill, and everything that was committed is there', async () => {
    const dataDir = makeDataDir();
    await leaveUnclean(dataDir);
    const store = openTestStore(dataDir);
    expect(store.file.lastStop.kind).toBe('unclean');
    expect(store.runs.list({ limit: 10 })).toHaveLength(5);
    store.close();
  });

  it('makes the next start find rows that refer to nothing, and change nothing', async () => {
    const dataDir = makeDataDir();
    await leaveUnclean(dataDir);
    const broken = new Sqlite(join(dataDir, 'pawl.db'));
    broken.pragma('foreign_keys = OFF');
    broken.exec('DELETE FROM workflow_versions');
    broken.close();
    const before = hashesOf(dataDir);
    expect(() => openTestStore(dataDir)).toThrow('a row of runs refers to a row of workflow_versions that is not there');
    expect(hashesOf(dataDir)).toEqual(before);
  });
});

describe('DB-4 a data folder has one engine', () => {
  it('DB-4 a second one in the same process, and one in another, get in_use', async () => {
    const dataDir = makeDataDir();
    const store = openTestStore(dataDir);
    expect(problemOf(() => openTestStore(dataDir))).toBe('in_use');
    expect(await tryInAnotherProcess(dataDir)).toBe('in_use');
    // What the others have tried has not taken the lock from the first.
    expect(await tryInAnotherProcess(dataDir)).toBe('in_use');
    store.close();
    expect(problemOf(() => openTestStore(dataDir).close())).toBe('none');
  });

  it('DB-4 of fifty that start at once on a new data folder, exactly one opens it', { timeout: 120_000 }, async () => {
    const dataDir = join(makeDataDir(), 'new');
    const starters = Array.from({ length: 50 }, () => startEngineProcess('race', dataDir));
    const lines = starters.map(readLines);
    await Promise.all(lines.map((next) => next()));
    for (const starter of starters) starter.stdin.write('go\n');
    const said = await Promise.all(lines.map((next) => next()));
    expect(said.filter((line) => line === 'open')).toHaveLength(1);
    expect(said.filter((line) => line === 'in_use')).toHaveLength(49);
    for (const starter of starters) starter.stdin.end();
    await Promise.all(starters.map(whenClosed));
    const store = openTestStore(dataDir);
    expect(store.checkIntegrity()).toEqual([]);
    expect(store.epoch).toBe(2);
    store.close();
  });
});

describe('DB-7 a database from the future', () => {
  it.each(['stopped in order', 'killed'])('DB-7 is refused with every byte as it was, when its engine was %s', async (how) => {
    const dataDir = makeDataDir();
    await leaveUnclean(dataDir);
    const future = new Sqlite(join(dataDir, 'pawl.db'));
    future.pragma('user_version = 999');
    if (how === 'stopped in order') future.close();
    else {
      // As the kill leaves it: the new number is only in the log.
      for (const name of ['pawl.db', 'pawl.db-wal']) copyFileSync(join(dataDir, name), join(dataDir, `${name}.kept`));
      future.close();
      for (const name of ['pawl.db', 'pawl.db-wal']) renameSync(join(dataDir, `${name}.kept`), join(dataDir, name));
    }
    const before = hashesOf(dataDir);
    expect(Object.keys(before)).toEqual(how === 'killed' ? ['pawl.db', 'pawl.db-wal'] : ['pawl.db']);
    expect(problemOf(() => openTestStore(dataDir))).toBe('from_the_future');
    expect(hashesOf(dataDir)).toEqual(before);
  });
});

describe('DB-5 a data folder that is no place to write', () => {
  it('DB-5 one that vanished is not begun anew when it is opened again', () => {
    const dataDir = makeDataDir();
    openTestStore(dataDir).close();
    rmSync(dataDir, { recursive: true });
    expect(problemOf(() => openTestStore(dataDir, { create: false }))).toBe('gone');
    mkdirSync(dataDir);
    expect(problemOf(() => openTestStore(dataDir, { create: false }))).toBe('gone');
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('DB-5 one that is removed while it is open accepts nothing more, and is not made again', async () => {
    const dataDir = makeDataDir();
    const faults: Error[] = [];
    const store = openTestStore(dataDir, { onPoisoned: (error) => faults.push(error) });
    const workflow = await addWorkflow(store, 'Lost');
    renameSync(dataDir, `${dataDir}-elsewhere`);
    expect(() => store.requireRoom()).toThrow('moved or removed');
    await expect(store.write(() => addRun(store, workflow, { endedAt: 1 }))).rejects.toThrow('moved or removed');
    expect(() => store.blobs.put('x'.repeat(100_000))).toThrow('ENOENT');
    expect(faults).toHaveLength(1);
    store.close();
    expect(problemOf(() => readdirSync(dataDir))).toMatchObject({ code: 'ENOENT' });
  });

  it('DB-5 a file in its place is told, not written to', () => {
    const file = join(makeDataDir(), 'file');
    writeFileSync(file, 'mine');
    expect(problemOf(() => openTestStore(file))).toBe('unusable');
  });

  it('DB-5 network file systems are known by their numbers, signed or not, and shares by their names', () => {
    expect([nameOfType(0x6969), nameOfType(0xff534d42 | 0), nameOfType(0xef53), nameOfType(0x65735546)]).toEqual([
      'NFS',
      'CIFS',
      undefined,
      undefined,
    ]);
    expect(networkFileSystemOf('\\\\server\\share\\pawl', 'win32')).toBe('a share');
    expect(networkFileSystemOf('\\\\?\\C:\\pawl', 'win32')).toBeUndefined();
    expect(networkFileSystemOf('C:\\pawl', 'win32')).toBeUndefined();
  });
});
