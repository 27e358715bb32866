import { failpoint } from '../../shared/lib/failpoint.ts';
import type { Database } from './connection.ts';

/** Collects the writes of one turn of the event loop into one transaction. */
export interface CommitGroup {
  /**
   * Runs `write` in the next commit, in the order of the calls, and resolves with its value once that commit is on the disk.
   * A `write` that throws is left out alone; the others of its group are committed. `write` must be synchronous and must not depend on
   * being run only once: when a neighbour throws, or the disk was full, the group is rolled back and run again.
   */
  write<T>(write: () => T): Promise<T>;
  /** Commits what is waiting, now. */
  flush(): void;
  /** Nothing is written any more, and what waits is rejected. For whoever learns before a commit does that the disk is not to be trusted. */
  poison(cause: unknown): void;
  /** Set when a commit itself failed: nobody can tell what is on the disk, so nothing is written any more. */
  readonly poisoned: Error | undefined;
}

/** What every write after a failed commit is rejected with. Whether that commit is on the disk, only reading it again can tell. */
export class StorePoisoned extends Error {
  override readonly name = 'StorePoisoned';
}

export interface CommitGroupOptions {
  /** Told once, when the disk has failed and the engine has to stop and read it again. */
  onPoisoned(error: Error): void;
  /** The disk is full: gives back what was kept for this. False when there was nothing. */
  makeRoom?(): boolean;
}

interface Waiting {
  readonly write: () => unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export function createCommitGroup(database: Database, { onPoisoned, makeRoom = () => false }: CommitGroupOptions): CommitGroup {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  let waiting: Waiting[] = [];
  let scheduled = false;
  let poisoned: Error | undefined;

  function write<T>(run: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (poisoned !== undefined) return reject(poisoned);
      waiting.push({ write: run, resolve: resolve as (value: unknown) => void, reject });
      if (scheduled) return;
      scheduled = true;
      setImmediate(flush);
    });
  }

  function flush(): void {
    scheduled = false;
    const group = waiting;
    if (group.length === 0) return;
    waiting = [];
    if (!tryTogether(group) && group.length > 1) for (const one of group) tryTogether([one]);
  }

  /** False when a write of the group threw and nothing was committed; a group of one is answered all the same. */
  function tryTogether(group: readonly Waiting[]): boolean {
    if (poisoned !== undefined) {
      reject(group, poisoned);
      return true;
    }
    const values: unknown[] = [];
    let committing = false;
    try {
      begin.run();
      for (const one of group) values.push(one.write());
      failpoint('C6');
      committing = true;
      commit.run();
      failpoint('C8');
    } catch (error) {
      // Full is the one failure of a commit that is no riddle: SQLite could not write the log's last frame, so that nothing was committed.
      if (isFull(error) && rollBack() && makeRoom()) return tryTogether(group);
      if (committing || isDiskFault(error) || !rollBack()) {
        poison(error);
        reject(group, poisoned);
        return true;
      }
      if (group.length === 1) group[0]?.reject(error);
      return false;
    }
    for (const [index, one] of group.entries()) one.resolve(values[index]);
    return true;
  }

  /** False when the disk does not even allow that. */
  function rollBack(): boolean {
    try {
      if (database.inTransaction) database.exec('ROLLBACK');
      return true;
    } catch (error) {
      poison(error);
      return false;
    }
  }

  function poison(cause: unknown): void {
    if (poisoned !== undefined) return;
    const why = cause instanceof Error ? cause.message : String(cause);
    poisoned = new StorePoisoned(`The data folder could not be written (${why}). Nothing more is started until it has been opened again.`, {
      cause,
    });
    reject(waiting, poisoned);
    waiting = [];
    onPoisoned(poisoned);
  }

  return {
    write,
    flush,
    poison,
    get poisoned() {
      return poisoned;
    },
  };
}

function reject(group: readonly Waiting[], error: unknown): void {
  for (const one of group) one.reject(error);
}

/** Primary result codes that tell of the disk or the file, not of one statement. */
const DISK_FAULTS = ['IOERR', 'FULL', 'CORRUPT', 'NOTADB', 'READONLY', 'CANTOPEN', 'PROTOCOL'];

function isDiskFault(error: unknown): boolean {
  const code = sqliteCode(error);
  return DISK_FAULTS.some((fault) => code === `SQLITE_${fault}` || code.startsWith(`SQLITE_${fault}_`));
}

const isFull = (error: unknown): boolean => sqliteCode(error) === 'SQLITE_FULL';

function sqliteCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
