import type { Clock } from '../../shared/lib/clock.ts';
import { setAlarm } from './alarm.ts';

/** `setTimeout` counts in 31 bits; nothing that is timed here needs more than its 24 days. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Timers by name, one for each: arming again replaces. */
export interface Timers {
  /** After a time that the machine is awake. */
  armIn(name: string, ms: number, ring: () => void): void;
  /** When the wall clock has come to `at`, in milliseconds since the epoch. */
  armAt(name: string, at: number, ring: () => void): void;
  disarm(name: string): void;
  disarmAll(): void;
}

export function createTimers(clock: Clock): Timers {
  const cancels = new Map<string, () => void>();

  function disarm(name: string): void {
    cancels.get(name)?.();
    cancels.delete(name);
  }
  const ringing =
    (name: string, ring: () => void): (() => void) =>
    () => {
      cancels.delete(name);
      ring();
    };

  return {
    armIn(name, ms, ring) {
      disarm(name);
      const handle = clock.setTimeout(ringing(name, ring), Math.min(ms, MAX_TIMEOUT_MS));
      cancels.set(name, () => clock.clearTimeout(handle));
    },
    armAt(name, at, ring) {
      disarm(name);
      cancels.set(name, setAlarm(clock, at, ringing(name, ring)));
    },
    disarm,
    disarmAll() {
      for (const name of [...cancels.keys()]) disarm(name);
    },
  };
}
