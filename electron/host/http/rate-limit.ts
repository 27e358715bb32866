export interface RateLimit {
  /** False when it is too soon. */
  take(): boolean;
}

/** `burst` at once, and `perSecond` after that. `now` in milliseconds. */
export function createRateLimit({ burst, perSecond, now }: { burst: number; perSecond: number; now(): number }): RateLimit {
  let left = burst;
  let at = now();
  return {
    take() {
      const time = now();
      left = Math.min(burst, left + ((time - at) / 1000) * perSecond);
      at = time;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
