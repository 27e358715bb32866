import { describe, expect, it } from 'vitest';
import { relativeTime } from './time.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const ago = (ms: number) => relativeTime(new Date(now - ms).toISOString(), now);

describe('a time for people', () => {
  it.each([
    [400, 'just now'],
    [3_000, '3 s ago'],
    [3 * 60_000 + 5, '3 min ago'],
    [2 * 3_600_000, '2 h ago'],
    [6 * 86_400_000, '6 d ago'],
    [-90_000, 'in 1 min'],
  ])('%i ms back is %s', (ms, text) => {
    expect(ago(ms)).toBe(text);
  });

  it('is a date beyond a week', () => {
    expect(ago(8 * 86_400_000)).toMatch(/^2026-11-1\d \d\d:\d\d:\d\d$/);
  });
});
