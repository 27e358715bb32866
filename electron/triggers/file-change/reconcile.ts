import { type FileLook, isUnread, sameFact } from './file-fact.ts';
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

/** Read paths are handed on in chunks of this many, so that no list of a whole big tree is held. */
const CHUNK = 2000;

export interface ReadOptions extends ReconcileOptions {
  readonly now: () => number;
  /** Longer than the event of a change can be on the way; 0 when there are no events. */
  readonly eventDelayMs: number;
  /** Waits that long. Gives false when there is no use in going on. */
  readonly wait: (ms: number) => Promise<boolean>;
  /** Gets the paths whose facts are in the snapshot now. */
  readonly onRead: (paths: readonly string[]) => Promise<void>;
}

/**
 * Looks at every path that the snapshot holds as UNREAD, and takes what is there as seen. A change whose event is still on the way would be
 * taken as seen, too, and its event would find nothing new: so a file that has just changed stays UNREAD, and is looked at again later,
 * when its event has made it waiting or there was none.
 */
export async function readSnapshot(options: ReadOptions): Promise<void> {
  const { snapshot, look, isWaiting, touch, now, eventDelayMs, wait, onRead } = options;
  const readAll = async (paths: Iterable<string>): Promise<string[]> => {
    const young: string[] = [];
    let read: string[] = [];
    const slice = createTimeSlice();
    for (const path of paths) {
      const pause = slice();
      if (pause !== undefined) await pause;
      if (isWaiting(path) || !isUnread(snapshot.get(path))) continue;
      const found = look(path);
      if (found === undefined) touch(path);
      // The clock counts whole milliseconds, so a time just ahead of it is now; one well ahead says nothing.
      else if (!found.fact.directory && Math.abs(now() - found.ctimeMs) < eventDelayMs) young.push(path);
      else {
        snapshot.apply({ path, fact: found.fact });
        read.push(path);
      }
      if (read.length < CHUNK) continue;
      await onRead(read);
      read = [];
    }
    if (read.length > 0) await onRead(read);
    return young;
  };

  let young = await readAll(unreadPaths(snapshot));
  while (young.length > 0 && (await wait(eventDelayMs))) young = await readAll(young);
}

function* unreadPaths(snapshot: Snapshot): Iterable<string> {
  for (const [path, fact] of snapshot.entries()) if (isUnread(fact)) yield path;
}
