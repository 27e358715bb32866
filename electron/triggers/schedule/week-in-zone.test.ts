import { describe, expect, it } from 'vitest';
import { clockChangesBetween, daysBetween, midnightOf, nightsBetween } from './week-in-zone.ts';
import { openZone } from './zone.ts';

const berlin = openZone('Europe/Berlin');
const hours = 3_600_000;
const iso = (at: number) => new Date(at).toISOString().slice(0, 16);

describe('a week in a zone', () => {
  it('has the days of its calendar, one of 23 hours when the clocks go forward and one of 25 when they go back', () => {
    const from = midnightOf(berlin, '2026-03-27');
    expect(iso(from)).toBe('2026-03-26T23:00');
    const days = daysBetween(berlin, from, from + 7 * 24 * hours);
    expect(days.map(({ date }) => date.slice(-2))).toEqual(['27', '28', '29', '30', '31', '01', '02', '03']);
    expect(days.map((day) => (day.to - day.from) / hours)).toEqual([24, 24, 23, 24, 24, 24, 24, 24]);
    const autumn = midnightOf(berlin, '2026-10-25');
    expect(daysBetween(berlin, autumn, autumn + hours).map((day) => (day.to - day.from) / hours)).toEqual([25]);
  });

  it('says when the clocks change, and by how much', () => {
    const from = midnightOf(berlin, '2026-03-27');
    expect(clockChangesBetween(berlin, from, from + 7 * 24 * hours)).toEqual([{ at: Date.parse('2026-03-29T01:00:00Z'), minutes: 60 }]);
    expect(clockChangesBetween(openZone('UTC'), from, from + 400 * 24 * hours)).toEqual([]);
    const year = clockChangesBetween(berlin, from, from + 365 * 24 * hours);
    expect(year.map(({ minutes }) => minutes)).toEqual([60, -60]);
  });

  it('has nights by the clock on the wall: an hour shorter when the clocks go forward in it', () => {
    const from = midnightOf(berlin, '2026-03-28');
    const nights = nightsBetween(berlin, from, from + 2 * 24 * hours, { from: 23 * 60, to: 7 * 60 });
    expect(nights.map((night) => [iso(night.from), (night.to - night.from) / hours])).toEqual([
      ['2026-03-27T22:00', 8],
      ['2026-03-28T22:00', 7],
      ['2026-03-29T21:00', 8],
    ]);
    expect(nightsBetween(berlin, from, from + 2 * 24 * hours, { from: 60, to: 60 })).toEqual([]);
    const noon = nightsBetween(berlin, from, from + 24 * hours, { from: 12 * 60, to: 13 * 60 });
    expect(noon.map((rest) => iso(rest.from))).toEqual(['2026-03-27T11:00', '2026-03-28T11:00']);
  });

  it('takes a time that the clocks leave out as the moment at which they go forward', () => {
    const from = midnightOf(berlin, '2026-03-29');
    const [, night] = nightsBetween(berlin, from, from + 12 * hours, { from: 150, to: 6 * 60 });
    expect(iso(night?.from ?? 0)).toBe('2026-03-29T01:00');
  });
});
