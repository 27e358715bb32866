import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../test/support/engine-store.ts';
import { type CommitGroup, createCommitGroup, StorePoisoned } from './commit-group.ts';
import type { Database } from './connection.ts';

const newFolder = temporaryFolders();
const opened: Database[] = [];
afterEach(() => {
  for (const database of opened.splice(0)) database.close();
});

function open(): { database: Database; group: CommitGroup; rows: () => unknown[]; poisoned: Error[] } {
  const database = new Sqlite(join(newFolder(), 'test.db'));
  opened.push(database);
  database.exec('CREATE TABLE t (value INTEGER UNIQUE)');
  const poisoned: Error[] = [];
  const group = createCommitGroup(database, { onPoisoned: (error) => poisoned.push(error) });
  return {
    database,
    group,
    rows: () => database.prepare('SELECT value FROM t ORDER BY rowid').pluck().all(),
    poisoned,
  };
}

function insert(database: Database, value: number): () => number {
  return () => Number(database.prepare('INSERT INTO t VALUES (?)').run(value).lastInsertRowid);
}

describe('the writes of one turn', () => {
  it('are one transaction, in the order of the calls, and each gets its own value', async () => {
    const { database, group, rows } = open();
    let inTransaction = 0;
    const writes = [3, 1, 2].map((value) =>
      group.write(() => {
        if (database.inTransaction) inTransaction += 1;
        return insert(database, value)();
      }),
    );
    expect(rows()).toEqual([]);
    expect(await Promise.all(writes)).toEqual([1, 2, 3]);
    expect(inTransaction).toBe(3);
    expect(rows()).toEqual([3, 1, 2]);
  });

  it('are on the disk when the promise resolves: another connection sees them', async () => {
    const { database, group } = open();
    const other = new Sqlite(database.name);
    opened.push(other);
    await group.write(insert(database, 7));
    expect(other.prepare('SELECT value FROM t').pluck().get()).toBe(7);
  });

  it('are all committed but the one that throws, which alone is rejected', async () => {
    const { database, group, rows, poisoned } = open();
    const results = await Promise.allSettled([
      group.write(insert(database, 1)),
      group.write(() => {
        insert(database, 50)();
        throw new Error('second thoughts');
      }),
      group.write(insert(database, 2)),
      group.write(insert(database, 1)),
      group.write(insert(database, 3)),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: new Error('second thoughts') });
    expect(results[3]).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_UNIQUE' } });
    expect(rows()).toEqual([1, 2, 3]);
    expect(poisoned).toEqual([]);
  });

  it('that are asked for within a write are in the next transaction', async () => {
    const { database, group, rows } = open();
    let inner: Promise<number> | undefined;
    await group.write(() => {
      inner = group.write(insert(database, 2));
      return insert(database, 1)();
    });
    await inner;
    expect(rows()).toEqual([1, 2]);
  });

  it('are committed at once by flush', async () => {
    const { database, group, rows } = open();
    const write = group.write(insert(database, 1));
    group.flush();
    expect(rows()).toEqual([1]);
    await write;
    group.flush();
    expect(rows()).toEqual([1]);
  });
});

describe('a commit that fails', () => {
  it('rejects its whole group and every write after it, and is told once', async () => {
    const { database, group, rows, poisoned } = open();
    // Deferred, so that it is the commit that fails and no write.
    database.exec(
      'PRAGMA foreign_keys = ON; CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)',
    );
    const results = await Promise.allSettled([
      group.write(insert(database, 1)),
      group.write(() => database.prepare('INSERT INTO c VALUES (9)').run()),
    ]);
    expect(results.map((result) => (result.status === 'rejected' ? result.reason : 'fulfilled'))).toEqual([
      expect.any(StorePoisoned),
      expect.any(StorePoisoned),
    ]);
    await expect(group.write(insert(database, 2))).rejects.toBeInstanceOf(StorePoisoned);
    expect(group.poisoned).toBeInstanceOf(StorePoisoned);
    expect(poisoned).toEqual([group.poisoned]);
    if (database.inTransaction) database.exec('ROLLBACK');
    expect(rows()).toEqual([]);
  });

  it('poison from outside rejects what waits', async () => {
    const { database, group, rows } = open();
    const write = group.write(insert(database, 1));
    group.poison(new Error('the folder is gone'));
    await expect(write).rejects.toThrow('the folder is gone');
    expect(rows()).toEqual([]);
  });
});
