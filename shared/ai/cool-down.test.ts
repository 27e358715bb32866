import { describe, expect, it } from 'vitest';
import { coolDownOf, type LastOutcome } from './cool-down.ts';

const failures = (outcome: LastOutcome['outcome'], count: number): LastOutcome[] =>
  Array.from({ length: count }, (_, n) => ({ at: 1000 - n * 5000, outcome }));

describe('leaving a model alone', () => {
  it('lasts twice as long with each failure in a row, up to a bound, by the kind of failure', () => {
    const lasts = (outcome: LastOutcome['outcome'], count: number) => Number(coolDownOf('m', failures(outcome, count), 1000)?.until) - 1000;
    expect([1, 2, 3, 20].map((count) => lasts('error', count))).toEqual([20_000, 40_000, 80_000, 1_800_000]);
    expect([1, 2, 20].map((count) => lasts('rate_limit', count))).toEqual([10_000, 20_000, 600_000]);
  });

  it('takes calls that fail together for one failure', () => {
    const together: LastOutcome[] = [0, 10, 20, 900].map((at) => ({ at, outcome: 'error' }));
    expect(coolDownOf('m', together, 1000)?.reason).toBe('failed');
  });

  it('is over once its time has passed, and after any answer', () => {
    expect(coolDownOf('m', failures('error', 1), 21_000)).toBeUndefined();
    for (const outcome of ['ok', 'repaired', 'refused', 'schema_error'] as const) {
      expect(coolDownOf('m', [...failures('error', 3), { at: 2000, outcome }], 2000)).toBeUndefined();
    }
    expect(coolDownOf('m', [...failures('timeout', 2), { at: 2000, outcome: 'cancelled' }], 2000)?.reason).toBe(
      'did not answer in time, 2 times in a row',
    );
    expect(coolDownOf('m', [], 0)).toBeUndefined();
  });

  it('AI-2 obeys what a provider asks for, up to an hour', () => {
    const asked = (retryAfterMs: number) => coolDownOf('m', [{ at: 0, outcome: 'rate_limit', retryAfterMs }], 0)?.until;
    expect(asked(90_000)).toBe(90_000);
    expect(asked(1e12)).toBe(3_600_000);
    expect(asked(-5)).toBe(10_000);
  });
});
