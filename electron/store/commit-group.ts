import { failpoint } from '../../shared/lib/failpoint.ts';
import type { Database } from './database.ts';

/** Collects the writes of one turn of the event loop into one transaction. */
export interface CommitGroup {
  /**
   * Runs `write` in the next commit, in the order of the calls, and resolves with its value once that commit is on the disk.
   * A `write` that throws is left out alone; the others of its group are committed. `write` must be synchronous and must not depend on
   * being run only once: when a neighbour throws, the group is rolled back and run again one by one.
   */
  write<T>(write: () => T): Promise<T>;
  /** Commits what is waiting, now. */
  flush(): void;
  /** Set when a commit itself failed: nobody can tell what is on the disk, so nothing is written any more. */
  readonly poisoned: Error | undefined;
}

interface Waiting {
  readonly write: () => unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** `onPoisoned` is told once, when a commit has failed and the engine has to stop and read the disk again. */
export function createCommitGroup(database: Database, onPoisoned: (error: Error) => void): CommitGroup {
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
      for (const one of group) one.reject(poisoned);
      return true;
    }
    const values: unknown[] = [];
    try {
      begin.run();
      for (const one of group) values.push(one.write());
      failpoint('C6');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      if (group.length === 1) group[0]?.reject(error);
      return false;
    }
    try {
      commit.run();
      failpoint('C8');
    } catch (error) {
      poison(error, group);
      return true;
    }
    for (const [index, one] of group.entries()) one.resolve(values[index]);
    return true;
  }

  function poison(error: unknown, group: readonly Waiting[]): void {
    poisoned = new Error(
      'The database could not be written, and what it holds now is not known. Pawl stops starting steps until it is opened again.',
      {
        cause: error,
      },
    );
    for (const one of group) one.reject(poisoned);
    onPoisoned(poisoned);
  }

  return {
    write,
    flush,
    get poisoned() {
      return poisoned;
    },
  };
}
