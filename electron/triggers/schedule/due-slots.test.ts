import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleTrigger } from '../../../shared/triggers/schedule.ts';
import { dueSlots, nextDueAt } from './due-slots.ts';
import { openSchedule } from './open-schedule.ts';
import { simulateSchedule, WEEK_MS } from './simulate-schedule.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(text);
const configOf = (input: object) => scheduleTrigger.config.parse({ timezone: 'UTC', ...input });
const schedule = (input: object) => openSchedule('w/t', configOf(input));
const slotsOf = (due: ReturnType<typeof dueSlots>) => due.firings.map((firing) => new Date(firing.slot).toISOString());

describe('due slots', () => {
  it('after downtime one run stands for all missed times and says how many', () => {
    const due = dueSlots(schedule({ cron: '0 * * * *' }), at('2026-01-01T00:30Z'), at('2026-01-01T06:10Z'));
    expect(due.firings).toEqual([{ slot: at('2026-01-01T06:00Z'), missedCount: 5 }]);
    expect(due.missed).toEqual({ first: at('2026-01-01T01:00Z'), last: at('2026-01-01T05:00Z'), count: 5 });
    expect(due.cursor).toBe(at('2026-01-01T06:00Z'));
  });

  it('all gives the newest 24 and counts the rest', () => {
    const due = dueSlots(schedule({ cron: '0 * * * *', catchUp: 'all' }), at('2026-01-01T00:00Z'), at('2026-01-02T06:00Z'));
    expect(due.firings).toHaveLength(24);
    expect(due.firings[0]).toEqual({ slot: at('2026-01-01T07:00Z'), missedCount: 6 });
    expect(due.firings[1]?.missedCount).toBe(0);
  });

  it('skip runs nothing late, but a slot noticed within a minute is on time', () => {
    const hourly = schedule({ cron: '0 * * * *', catchUp: 'skip' });
    const late = dueSlots(hourly, at('2026-01-01T00:00Z'), at('2026-01-01T03:10Z'));
    expect([late.firings.length, late.missed?.count, late.cursor]).toEqual([0, 3, at('2026-01-01T03:00Z')]);
    expect(slotsOf(dueSlots(hourly, at('2026-01-01T02:00Z'), at('2026-01-01T03:00:40Z')))).toEqual(['2026-01-01T03:00:00.000Z']);
  });

  it('what lies further back than the window is missed, not run', () => {
    const due = dueSlots(schedule({ cron: '0 3 * * *', window: '2h' }), at('2026-01-01T04:00Z'), at('2026-01-05T12:00Z'));
    expect([due.firings.length, due.missed?.count]).toEqual([0, 4]);
  });

  it('EN-3 a clock set back an hour fires nothing again; one set on an hour or 30 days makes no storm', () => {
    const hourly = schedule({ cron: '0 * * * *' });
    const cursor = at('2026-01-01T12:00Z');
    expect(dueSlots(hourly, cursor, cursor - HOUR)).toEqual({ firings: [], cursor });
    expect(dueSlots(hourly, cursor, cursor + HOUR).firings).toHaveLength(1);
    expect(dueSlots(hourly, cursor, cursor + 30 * DAY).firings).toHaveLength(1);
  });

  it('a cron of every second, off for months, is counted up to a limit and in little time', () => {
    const started = performance.now();
    const due = dueSlots(schedule({ cron: '* * * * * *' }), at('2026-01-01T00:00Z'), at('2026-05-01T00:00Z'));
    expect(due.firings).toEqual([{ slot: at('2026-05-01T00:00Z'), missedCount: 1000 }]);
    expect(performance.now() - started).toBeLessThan(200);
  });

  it('a list of crons fires once where they meet', () => {
    const due = dueSlots(
      schedule({ cron: ['0 * * * *', '*/30 * * * *'], catchUp: 'all' }),
      at('2026-01-01T00:00Z'),
      at('2026-01-01T01:00Z'),
    );
    expect(slotsOf(due)).toEqual(['2026-01-01T00:30:00.000Z', '2026-01-01T01:00:00.000Z']);
  });

  it('whenever it is asked, every slot is taken exactly once, none before its time and none more than the jitter late', () => {
    const crons = fc.constantFrom('*/5 * * * *', '0 * * * *', '30 2 * * *', '7,8,9 * * * *');
    const asked = fc.array(fc.integer({ min: 1, max: 3 * HOUR }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(crons, asked, fc.constantFrom('0', '30s', '10m'), (cron, steps, jitter) => {
        const plan = schedule({ cron, catchUp: 'all', jitter, timezone: 'Europe/Berlin' });
        const start = at('2026-03-28T12:00Z');
        let now = start;
        let cursor = start;
        const taken: number[] = [];
        let missed = 0;
        for (const step of steps) {
          now += step;
          const due = dueSlots(plan, cursor, now);
          for (const { slot } of due.firings) {
            expect(slot).toBeGreaterThan(taken.at(-1) ?? start);
            expect(slot).toBeLessThanOrEqual(now);
            taken.push(slot);
          }
          missed += due.missed?.count ?? 0;
          cursor = due.cursor;
          const next = nextDueAt(plan, cursor);
          expect(next === undefined || next > now).toBe(true);
        }
        const everything = dueSlots({ ...plan, jitterMs: 0, catchUp: 'once' }, start, cursor);
        expect(taken.length + missed).toBe(everything.firings.length + (everything.missed?.count ?? 0));
      }),
    );
  });
});

describe('a simulated week', () => {
  it('shows what a schedule does while the lid is closed at night', () => {
    const from = at('2026-01-05T12:00Z');
    const nights = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ from: from + day * DAY + 8 * HOUR, to: from + day * DAY + 20 * HOUR }));
    const rows = simulateSchedule('w/nightly', configOf({ cron: '0 3 * * *' }), { from, until: from + WEEK_MS }, nights);
    expect(rows).toHaveLength(7);
    expect(rows.every((row) => row.verdict === 'started' && row.at - row.slot === 5 * HOUR)).toBe(true);
  });
});
