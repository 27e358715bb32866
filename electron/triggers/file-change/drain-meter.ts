import { readFileSync } from 'node:fs';

/**
 * Notices that the kernel's queue of file events may have overflowed. libuv drops the overflow mark (it names no watch), but it reads the
 * whole queue in one turn of the loop: a queue that was full gives at least as many events in that turn as it holds.
 */
export interface DrainMeter {
  count(): void;
  /** Calls back after a turn that may have lost events. Returns how to stop. */
  onFlood(listener: () => void): () => void;
}

export function createDrainMeter(limit: number): DrainMeter {
  const listeners = new Set<() => void>();
  let inThisTurn = 0;
  const endTurn = () => {
    const flooded = inThisTurn >= limit;
    inThisTurn = 0;
    if (flooded) for (const listener of listeners) listener();
  };
  return {
    count() {
      if (inThisTurn === 0) setImmediate(endTurn);
      inThisTurn += 1;
    },
    onFlood(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Half of what the kernel's queue holds: events for watches just closed are taken from the queue without being counted. */
export function linuxFloodLimit(): number {
  try {
    return Math.floor(Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8')) / 2) || 8192;
  } catch {
    return 8192;
  }
}
