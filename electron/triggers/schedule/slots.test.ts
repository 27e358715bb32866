import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronNeverFires, type ParsedCron, parseCron } from '../../../shared/triggers/cron.ts';
import { lastSlots, nextSlot, slotsBetween } from './slots.ts';
import { openZone } from './zone.ts';

function cron(text: string): ParsedCron {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.cron;
}

const iso = (slots: readonly number[]) => slots.map((slot) => new Date(slot).toISOString().replace(':00.000Z', 'Z'));
const between = (text: string, zone: string, from: string, to: string) =>
  iso(slotsBetween(cron(text), openZone(zone), Date.parse(from), Date.parse(to), 1000));

describe('golden calendars (EN-3)', () => {
  it('Berlin, gap: a daily job at 02:30 runs once, right after the gap', () => {
    expect(between('30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00Z', '2026-03-31T00:00Z')).toEqual([
      '2026-03-28T01:30Z',
      '2026-03-29T01:00Z',
      '2026-03-30T00:30Z',
    ]);
  });

  it('Berlin, overlap: a daily job at 02:30 runs once, the first time', () => {
    expect(between('30 2 * * *', 'Europe/Berlin', '2026-10-24T00:00Z', '2026-10-27T00:00Z')).toEqual([
      '2026-10-24T00:30Z',
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ]);
  });

  it('Berlin: an hourly job keeps running every hour across both changes', () => {
    for (const day of ['2026-03-29', '2026-10-25']) {
      const slots = slotsBetween(
        cron('0 * * * *'),
        openZone('Europe/Berlin'),
        Date.parse(`${day}T00:00Z`) - 1,
        Date.parse(`${day}T05:00Z`),
        100,
      );
      expect(slots.map((slot, index) => slot - (slots[index - 1] ?? slot))).toEqual([0, ...Array(5).fill(3_600_000)]);
    }
  });

  it('New York: 02:15 and 02:45 in the gap become one run, not two', () => {
    expect(between('15,45 2 * * *', 'America/New_York', '2026-03-08T00:00-05:00', '2026-03-08T23:00-04:00')).toEqual(['2026-03-08T07:00Z']);
  });

  it('New York, overlap: 01:30 runs at the first 01:30; a job just after the overlap is not touched', () => {
    expect(between('30 1,2 * * *', 'America/New_York', '2026-11-01T00:00-04:00', '2026-11-01T23:00-05:00')).toEqual([
      '2026-11-01T05:30Z',
      '2026-11-01T07:30Z',
    ]);
  });

  it('Lord Howe shifts by half an hour: 02:15 in its gap, 01:45 in its overlap, each once', () => {
    expect(between('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00Z', '2026-10-04T12:00Z')).toEqual(['2026-10-03T15:30Z']);
    expect(between('45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T12:00Z', '2026-04-05T12:00Z')).toEqual(['2026-04-04T14:45Z']);
  });

  it('Apia skipped 30 December 2011: a jump of a day is not made up for', () => {
    expect(between('0 9 * * *', 'Pacific/Apia', '2011-12-29T00:00-10:00', '2011-12-31T23:00+14:00')).toEqual([
      '2011-12-29T19:00Z',
      '2011-12-30T19:00Z',
    ]);
  });

  it('EN-3 29 February comes in leap years only, and 2100 is none', () => {
    expect(between('0 0 29 2 *', 'UTC', '2090-01-01T00:00Z', '2106-01-01T00:00Z')).toEqual([
      '2092-02-29T00:00Z',
      '2096-02-29T00:00Z',
      '2104-02-29T00:00Z',
    ]);
  });

  it('the year wraps, and both day fields together mean either', () => {
    expect(between('59 23 31 12 *', 'Asia/Tokyo', '2025-06-01T00:00Z', '2027-06-01T00:00Z')).toEqual([
      '2025-12-31T14:59Z',
      '2026-12-31T14:59Z',
    ]);
    expect(between('0 0 13 * fri', 'UTC', '2026-02-01T00:00Z', '2026-02-28T00:00Z')).toEqual([
      '2026-02-06T00:00Z',
      '2026-02-13T00:00Z',
      '2026-02-20T00:00Z',
      '2026-02-27T00:00Z',
    ]);
  });

  it('six fields have seconds first', () => {
    expect(between('*/20 0 12 * * *', 'UTC', '2026-01-01T00:00Z', '2026-01-02T00:00Z')).toEqual([
      '2026-01-01T12:00Z',
      '2026-01-01T12:00:20.000Z',
      '2026-01-01T12:00:40.000Z',
    ]);
  });
});

const field = (min: number, max: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min, max }).map(String),
    fc.integer({ min: 2, max: 20 }).map((step) => `*/${step}`),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    fc.array(fc.integer({ min, max }), { minLength: 2, maxLength: 4 }).map((values) => values.join(',')),
  );
const cronTexts = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6)).map((fields) => fields.join(' '));
const instants = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 }).map((minutes) => minutes * 60_000);

/** Vixie's rule read straight from the text, minute by minute. */
function bruteForce(text: string, offsetMs: number, after: number, until: number): number[] {
  const [minute = '', hour = '', date = '', month = '', weekday = ''] = text.split(' ');
  const allows = (spec: string, value: number, min: number) =>
    spec.split(',').some((item) => {
      const [range = '', step] = item.split('/');
      const [low, high = low] = range === '*' ? [min, 99] : range.split('-').map(Number);
      return value >= (low ?? 0) && value <= (high ?? 0) && (value - (low ?? 0)) % Number(step ?? 1) === 0;
    });
  const slots: number[] = [];
  for (let at = Math.floor(after / 60_000) * 60_000 + 60_000; at <= until; at += 60_000) {
    const wall = new Date(at + offsetMs);
    const onDate = allows(date, wall.getUTCDate(), 1);
    const onWeekday = allows(weekday, wall.getUTCDay(), 0);
    const day = date.startsWith('*') || weekday.startsWith('*') ? onDate && onWeekday : onDate || onWeekday;
    const time = allows(minute, wall.getUTCMinutes(), 0) && allows(hour, wall.getUTCHours(), 0);
    if (time && day && allows(month, wall.getUTCMonth() + 1, 1)) slots.push(at);
  }
  return slots;
}

describe('slots', () => {
  it('are what a minute-by-minute reading gives, where the clocks never change', () => {
    const zones = fc.constantFrom({ name: 'UTC', offsetMs: 0 }, { name: 'Asia/Kolkata', offsetMs: 19_800_000 });
    fc.assert(
      fc.property(cronTexts, zones, instants, (text, zone, from) => {
        const until = from + 10 * 86_400_000;
        expect(slotsBetween(cron(text), openZone(zone.name), from, until, 20_000)).toEqual(bruteForce(text, zone.offsetMs, from, until));
      }),
      { numRuns: 60 },
    );
  });

  it('only grow, never repeat, and are the same in one stretch or in two, where the clocks change', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Chatham');
    fc.assert(
      fc.property(cronTexts, zones, instants, fc.double({ min: 0, max: 1, noNaN: true }), (text, zoneName, from, split) => {
        const zone = openZone(zoneName);
        const until = from + 300 * 86_400_000;
        const whole = slotsBetween(cron(text), zone, from, until, 3000);
        expect(whole.every((slot, index) => slot > (whole[index - 1] ?? from))).toBe(true);
        const end = whole.length === 3000 ? (whole.at(-1) ?? until) : until;
        const middle = from + Math.floor((end - from) * split);
        expect([...slotsBetween(cron(text), zone, from, middle, 3000), ...slotsBetween(cron(text), zone, middle, end, 3000)]).toEqual(
          whole,
        );
        expect(lastSlots(cron(text), zone, from, end, 3)).toEqual(whole.slice(-3));
      }),
      { numRuns: 100 },
    );
  });

  it('lose no day: a fixed daily job has exactly one slot on each local date', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham'),
        (hour, minute, zoneName) => {
          const slots = slotsBetween(
            cron(`${minute} ${hour} * * *`),
            openZone(zoneName),
            Date.parse('2026-01-01T12:00Z'),
            Date.parse('2026-12-31T12:00Z'),
            1000,
          );
          const dates = slots.map((slot) => new Intl.DateTimeFormat('en-CA', { timeZone: zoneName }).format(slot));
          expect(new Set(dates).size).toBe(dates.length);
          expect(dates.length).toBeGreaterThanOrEqual(364);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are found in well under a millisecond', () => {
    const zone = openZone('Europe/Berlin');
    const daily = cron('30 2 * * mon-fri');
    let at = Date.parse('2026-01-01T00:00Z');
    nextSlot(daily, zone, at);
    const started = performance.now();
    for (let count = 0; count < 1000; count += 1) at = nextSlot(daily, zone, at) ?? Number.NaN;
    expect((performance.now() - started) / 1000).toBeLessThan(1);
    expect(at).toBeGreaterThan(Date.parse('2029-01-01T00:00Z'));
  });

  it('never come for a day that no month has, and the cron says so', () => {
    expect(cronNeverFires(cron('0 0 30 2 *'))).toBe(true);
    expect(nextSlot(cron('0 0 30 2 *'), openZone('UTC'), 0)).toBeUndefined();
    expect(cronNeverFires(cron('0 0 31 4,6 *'))).toBe(true);
    expect(cronNeverFires(cron('0 0 30 2 mon'))).toBe(false);
  });
});
