import { describe, expect, it } from 'vitest';
import { nightsOf, weekDays } from './week-days.ts';

const from = new Date(2026, 2, 27, 15, 30);

describe('the week', () => {
  it('touches today and the same day next week, over the end of a month and a change of the clock', () => {
    const days = weekDays(from);
    expect(days.map((day) => [day.getMonth() + 1, day.getDate(), day.getHours()])).toEqual([
      [3, 27, 0],
      [3, 28, 0],
      [3, 29, 0],
      [3, 30, 0],
      [3, 31, 0],
      [4, 1, 0],
      [4, 2, 0],
      [4, 3, 0],
    ]);
  });

  it('has nights that go on into the next day, the one that has begun included', () => {
    const nights = nightsOf(from, { from: '22:00', to: '07:00' });
    expect(nights[0]).toEqual({ from: new Date(2026, 2, 26, 22).toISOString(), to: new Date(2026, 2, 27, 7).toISOString() });
    expect(nights).toHaveLength(9);
    for (const night of nights) expect(night.from < night.to).toBe(true);
  });

  it('has no nights while a time is being typed, or when they are empty', () => {
    expect(nightsOf(from, { from: '', to: '07:00' })).toEqual([]);
    expect(nightsOf(from, { from: '07:00', to: '07:00' })).toEqual([]);
  });

  it('keeps a rest at noon within its day', () => {
    expect(nightsOf(from, { from: '12:00', to: '13:00' })[1]).toEqual({
      from: new Date(2026, 2, 27, 12).toISOString(),
      to: new Date(2026, 2, 27, 13).toISOString(),
    });
  });
});
