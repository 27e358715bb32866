/** Time as a dependency: wall-clock milliseconds and timers. A handle is a number, as in every JavaScript runtime. */
export interface Clock {
  /** Milliseconds since the epoch. It can jump: the machine sleeps, a person sets the clock. */
  now(): number;
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(handle: number): void;
}
