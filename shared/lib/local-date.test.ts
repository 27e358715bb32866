import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDate } from './local-date.ts';

describe('localDate', () => {
  it('names the day that the calendar of this machine shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
        const [year, month, day] = localDate(ms).split('-').map(Number);
        const start = new Date(year ?? 0, (month ?? 0) - 1, day);
        const end = new Date(year ?? 0, (month ?? 0) - 1, (day ?? 0) + 1);
        expect(start.getTime()).toBeLessThanOrEqual(ms);
        expect(end.getTime()).toBeGreaterThan(ms);
      }),
    );
  });
});
