import type { Clock } from '../../shared/lib/clock.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms)[Symbol.toPrimitive](),
  clearTimeout: (handle) => clearTimeout(handle),
};
