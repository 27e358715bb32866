/** Stops a trigger that starts too many runs: a workflow that feeds itself, or two that feed each other. */
export interface Breaker {
  readonly isOpen: boolean;
  /** How many runs may start now. */
  room(now: number): number;
  /** Whether one more may start now. Opens when there is no room. */
  admits(now: number): boolean;
  started(now: number): void;
  /** Opens for good: a person closes it by arming the trigger again. */
  open(): void;
}

const MINUTE_MS = 60_000;

export function createBreaker(maxRunsPerMinute: number): Breaker {
  let startedAt: number[] = [];
  let isOpen = false;
  function room(now: number): number {
    if (isOpen) return 0;
    // A clock set back must not keep old starts alive for longer.
    startedAt = startedAt.filter((at) => at <= now && now - at < MINUTE_MS);
    return maxRunsPerMinute - startedAt.length;
  }
  return {
    get isOpen() {
      return isOpen;
    },
    room,
    admits(now) {
      isOpen ||= room(now) <= 0;
      return !isOpen;
    },
    started(now) {
      startedAt.push(now);
    },
    open() {
      isOpen = true;
    },
  };
}
