import { setImmediate } from 'node:timers/promises';

/** Long loops give the event loop a turn this often, so that the engine answers throughout. */
const SLICE_MS = 8;

/** Returns a function to await inside a long loop: it waits for one turn of the event loop when the slice is used up. */
export function createTimeSlice(): () => Promise<void> | undefined {
  let startedAt = performance.now();
  return () => {
    if (performance.now() - startedAt < SLICE_MS) return undefined;
    return setImmediate().then(() => {
      startedAt = performance.now();
    });
  };
}
