import type { Clock } from '../../../shared/lib/clock.ts';
import type { FileFact } from '../trigger-ports.ts';
import type { FileLook } from './file-fact.ts';
import { createTimeSlice } from './time-slice.ts';

/** A path that has been quiet for the settle time, as it is now. */
export interface SettledPath {
  readonly path: string;
  readonly fact: FileFact | undefined;
}

export interface Settler {
  /** Something happened at this path: wait (again) until it is quiet. */
  touch(path: string): void;
  isWaiting(path: string): boolean;
  /** Resolves when no release is in progress. */
  idle(): Promise<void>;
  /** Drops what waits; resolves when the release in progress has ended. */
  close(): Promise<void>;
}

export interface SettlerOptions {
  readonly clock: Clock;
  readonly settleMs: number;
  /** `each`: a path is released when it is quiet; `all`: when all are, or after `maxWaitMs` those that are. */
  readonly batch: 'each' | 'all';
  readonly look: (path: string) => FileLook | undefined;
  /** Gets what is ready, one call at a time. Must not reject. */
  readonly release: (paths: readonly SettledPath[]) => Promise<void>;
}

/** Paths released in one call with `each`, so that one commit can hold them and the loop turns in between. */
const CHUNK = 512;
/** A file's time may lie this much behind the clock that timers follow. */
const TIMER_SLACK_MS = 5;
/** `all` waits for quiet no longer than this many settle times, at least 10 s: a file written without end must not hold back the others. */
const MAX_WAIT_SETTLES = 20;

export function createSettler({ clock, settleMs, batch, look, release }: SettlerOptions): Settler {
  /** Path → when it is due. In order, because a touch puts the path at the end and all wait equally long. */
  const waiting = new Map<string, number>();
  const maxWaitMs = Math.max(10_000, settleMs * MAX_WAIT_SETTLES);
  let burstStartedAt: number | undefined;
  let timer: number | undefined;
  let releasing: Promise<void> | undefined;
  let closed = false;

  const touch = (path: string): void => {
    if (closed) return;
    const now = clock.now();
    burstStartedAt ??= now;
    waiting.delete(path);
    waiting.set(path, now + settleMs);
    arm();
  };

  const arm = (): void => {
    if (closed || releasing !== undefined || timer !== undefined || waiting.size === 0) return;
    const [due = 0] = waiting.values();
    timer = clock.setTimeout(onDue, Math.max(0, due - clock.now()));
  };

  const onDue = (): void => {
    timer = undefined;
    releasing = releaseDue().finally(() => {
      releasing = undefined;
      arm();
    });
  };

  const releaseDue = async (): Promise<void> => {
    const slice = createTimeSlice();
    const ready: SettledPath[] = [];
    const limit = batch === 'each' ? CHUNK : Number.POSITIVE_INFINITY;
    if (batch === 'all' && !isBurstOver()) return;
    for (const [path, dueAt] of waiting) {
      if (dueAt > clock.now() || ready.length >= limit) break;
      const pause = slice();
      if (pause !== undefined) await pause;
      if (waiting.get(path) !== dueAt) continue;
      const found = look(path);
      if (isStillWritten(found)) {
        touch(path);
        continue;
      }
      waiting.delete(path);
      ready.push({ path, fact: found?.fact });
    }
    if (waiting.size === 0) burstStartedAt = undefined;
    if (ready.length > 0 && !closed) await release(ready);
  };

  const isBurstOver = (): boolean => {
    const now = clock.now();
    if (now - (burstStartedAt ?? now) >= maxWaitMs) {
      burstStartedAt = now;
      return true;
    }
    const lastDue = [...waiting.values()].at(-1) ?? now;
    if (lastDue <= now) return true;
    timer = clock.setTimeout(onDue, lastDue - now);
    return false;
  };

  /** Events can come late or not at all (network drives): the file's own time says the same. A time well in the future says nothing. */
  const isStillWritten = (found: FileLook | undefined): boolean => {
    if (found === undefined || found.fact.directory) return false;
    return Math.abs(clock.now() - found.fact.mtimeMs) < settleMs - TIMER_SLACK_MS;
  };

  return {
    touch,
    isWaiting: (path) => waiting.has(path),
    async idle() {
      while (releasing !== undefined) await releasing;
    },
    async close() {
      closed = true;
      clock.clearTimeout(timer ?? 0);
      waiting.clear();
      await releasing;
    },
  };
}
