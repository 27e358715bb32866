import type { Clock } from '../../shared/lib/clock.ts';

/** Wall-clock time can jump and machines sleep: no timer is trusted for longer than this. */
const MAX_TIMER_MS = 60_000;

/** Calls `ring` once when the wall clock has reached `at` (milliseconds since the epoch). Returns what takes the alarm back. */
export function setAlarm(clock: Clock, at: number, ring: () => void): () => void {
  let handle: number | undefined;
  const wait = (): void => {
    const left = at - clock.now();
    handle = clock.setTimeout(left <= 0 ? ring : left > MAX_TIMER_MS ? wait : check, Math.min(Math.max(left, 0), MAX_TIMER_MS));
  };
  const check = (): void => (clock.now() >= at ? ring() : wait());
  wait();
  return () => {
    if (handle !== undefined) clock.clearTimeout(handle);
  };
}
