import type { Clock } from '../../../shared/lib/clock.ts';

/** A clock of the past: it stands still until it is told to go on, and then runs what comes due on the way. */
export interface ReplayClock extends Clock {
  advanceTo(at: number): Promise<void>;
  /** Until nothing is due any more. */
  runOut(): Promise<void>;
}

/** `idle` resolves when what a timer has begun has ended; nothing else comes due before. */
export function createReplayClock(from: number, idle: () => Promise<void>): ReplayClock {
  let now = from;
  let lastHandle = 0;
  const timers = new Map<number, { readonly dueAt: number; readonly run: () => void }>();

  function next(until: number): number | undefined {
    let first: number | undefined;
    let firstDueAt = until;
    for (const [handle, { dueAt }] of timers) {
      if (dueAt > firstDueAt || (dueAt === firstDueAt && first !== undefined)) continue;
      first = handle;
      firstDueAt = dueAt;
    }
    return first;
  }

  async function advanceTo(at: number): Promise<void> {
    for (let handle = next(at); handle !== undefined; handle = next(at)) {
      const timer = timers.get(handle);
      timers.delete(handle);
      if (timer === undefined) continue;
      now = Math.max(now, timer.dueAt);
      timer.run();
      await idle();
    }
    if (Number.isFinite(at)) now = Math.max(now, at);
  }

  return {
    now: () => now,
    setTimeout(run, ms) {
      lastHandle += 1;
      timers.set(lastHandle, { dueAt: now + Math.max(0, ms), run });
      return lastHandle;
    },
    clearTimeout: (handle) => void timers.delete(handle),
    advanceTo,
    runOut: () => advanceTo(Number.POSITIVE_INFINITY),
  };
}
