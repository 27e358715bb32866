import type { Clock } from '../../../shared/lib/clock.ts';
import { type FileLook, sameFact, UNREAD } from './file-fact.ts';
import type { Snapshot } from './snapshot.ts';
import { createTimeSlice } from './time-slice.ts';

export interface ReconcileOptions {
  readonly snapshot: Snapshot;
  readonly look: (path: string) => FileLook | undefined;
  /** Waiting paths are left alone: they are compared when they are quiet. */
  readonly isWaiting: (path: string) => boolean;
  readonly touch: (path: string) => void;
}

/** Compares every path of the snapshot with what is there, and touches those that differ. */
export async function compareSnapshot({ snapshot, look, isWaiting, touch }: ReconcileOptions): Promise<void> {
  const slice = createTimeSlice();
  for (const [path, fact] of snapshot.entries()) {
    const pause = slice();
    if (pause !== undefined) await pause;
    if (!isWaiting(path) && !sameFact(fact, look(path)?.fact)) touch(path);
  }
}

/**
 * Looks at every path that the snapshot holds as UNREAD, takes what is there as seen, and returns those paths. The event of a change may
 * still be on the way, and would find nothing new then: a file that changed within the last `eventDelayMs` stays UNREAD and is looked
 * at again after that time, when its event has made it waiting or there was none.
 */
export async function readSnapshot(options: ReconcileOptions, clock: Clock, eventDelayMs: number): Promise<string[]> {
  const { snapshot, look, isWaiting, touch } = options;
  const read: string[] = [];
  let unread = [...snapshot.entries()].flatMap(([path, fact]) => (fact === UNREAD ? path : []));
  while (unread.length > 0) {
    const young: string[] = [];
    const slice = createTimeSlice();
    for (const path of unread) {
      const pause = slice();
      if (pause !== undefined) await pause;
      if (isWaiting(path) || snapshot.get(path) !== UNREAD) continue;
      const found = look(path);
      if (found === undefined) touch(path);
      // The clock counts whole milliseconds, so a time just ahead of it is now; one well ahead says nothing.
      else if (Math.abs(clock.now() - found.ctimeMs) < eventDelayMs) young.push(path);
      else {
        snapshot.apply({ path, fact: found.fact });
        read.push(path);
      }
    }
    if (young.length > 0) await new Promise<void>((resolve) => clock.setTimeout(resolve, eventDelayMs));
    unread = young;
  }
  return read;
}
