import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scheduleTrigger } from '../../../shared/triggers/schedule.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { MemoryTriggerPorts } from '../../../test/support/memory-trigger-ports.ts';
import type { TriggerBehaviour } from '../behaviour.ts';
import { armSchedule } from './schedule-trigger.ts';

const KEY = 'w1/nightly';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let clock: FakeClock;
let ports: MemoryTriggerPorts;
let behaviour: TriggerBehaviour | undefined;

beforeEach(() => {
  clock = new FakeClock('2026-01-01T00:30:00Z');
  ports = new MemoryTriggerPorts();
});
afterEach(async () => {
  await behaviour?.close();
  behaviour = undefined;
});

const arm = async (input: object) => {
  await behaviour?.close();
  behaviour = await armSchedule({
    trigger: { key: KEY, workflowId: 'w1', triggerId: 'nightly', type: 'schedule', config: {}, workingDirectory: '/', paused: false },
    config: scheduleTrigger.config.parse({ timezone: 'UTC', ...input }),
    ports,
    clock,
  });
};
const started = () => ports.rows('started').map((row) => row.data['scheduledTime']);

describe('a schedule', () => {
  it('fires at each of its times, with the nominal time, and tells the next', async () => {
    await arm({ cron: '0 * * * *' });
    expect(ports.health.at(-1)).toMatchObject({ health: 'armed', nextFiringAt: Date.parse('2026-01-01T01:00Z') });
    await clock.advance(2 * HOUR);
    expect(started()).toEqual(['2026-01-01T01:00:00.000Z', '2026-01-01T02:00:00.000Z']);
    expect(ports.journal[0]).toMatchObject({ at: Date.parse('2026-01-01T01:00Z'), data: { missedCount: 0, timezone: 'UTC' } });
  });

  it('EN-4 after sleep makes one run that says how many times were missed', async () => {
    await arm({ cron: '0 * * * *' });
    clock.jumpTo(Date.parse('2026-01-01T08:10Z'));
    await behaviour?.wake();
    expect(started()).toEqual(['2026-01-01T08:00:00.000Z']);
    expect(ports.rows('started')[0]?.data['missedCount']).toBe(7);
    expect(ports.rows('missed')[0]).toMatchObject({ reason: expect.stringContaining('7 times'), data: { missedCount: 7 } });
  });

  it('EN-4 notices a jump of the clock within a minute even when nobody tells', async () => {
    await arm({ cron: '0 * * * *' });
    clock.jumpTo(Date.parse('2026-01-01T08:10Z'));
    await clock.advance(MINUTE);
    expect(started()).toEqual(['2026-01-01T08:00:00.000Z']);
  });

  it('EN-3 fires no slot again when the clock goes back an hour, nor when it comes back from a month ahead', async () => {
    await arm({ cron: '0 * * * *' });
    await clock.advance(HOUR);
    clock.jumpTo(clock.now() - HOUR);
    await clock.advance(HOUR + 20 * MINUTE);
    expect(started()).toEqual(['2026-01-01T01:00:00.000Z']);
    const real = clock.now();
    clock.jumpTo(real + 30 * 24 * HOUR);
    await behaviour?.wake();
    expect(started()).toHaveLength(2);
    clock.jumpTo(real);
    await behaviour?.wake();
    expect(started()).toHaveLength(2);
    await clock.advance(HOUR);
    expect(started().at(-1)).toBe('2026-01-01T02:00:00.000Z');
    expect(new Set(started()).size).toBe(3);
  });

  it('EN-3 is not silenced by a clock that is set back an hour: it fires on, over a restart too, and the journal says why', async () => {
    await arm({ cron: '*/10 * * * *' });
    await clock.advance(2 * HOUR);
    const before = started();
    expect(before).toHaveLength(12);
    clock.jumpTo(clock.now() - HOUR);
    await clock.advance(21 * MINUTE);
    expect(started().slice(12)).toEqual(['2026-01-01T01:40:00.000Z', '2026-01-01T01:50:00.000Z']);
    expect(ports.rows('missed')).toMatchObject([{ reason: expect.stringContaining('set back by') }]);
    // The same engine and the next: each of them goes on from where it was.
    await arm({ cron: '*/10 * * * *' });
    await clock.advance(2 * HOUR);
    expect(started().slice(14, 19)).toEqual(['02:00', '02:10', '02:20', '02:30', '02:40'].map((time) => `2026-01-01T${time}:00.000Z`));
    expect(ports.rows('missed')).toHaveLength(1);
    const keys = ports.rows('started').map(({ dedupeKey }) => dedupeKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('EN-3 a fixed time that has fired does not fire again when the clock is set back', async () => {
    await arm({ cron: '40,45,50 1 * * *' });
    await clock.advance(1.5 * HOUR);
    clock.jumpTo(clock.now() - HOUR);
    await clock.advance(2 * HOUR);
    expect(started()).toHaveLength(3);
    expect(ports.rows('missed')).toEqual([]);
  });

  it('EN-3 says again that it fires on when saying so failed', async () => {
    await arm({ cron: '* * * * *' });
    await clock.advance(HOUR);
    clock.jumpTo(clock.now() - HOUR);
    ports.failure = new Error('disk full');
    await clock.advance(MINUTE);
    expect(ports.health.at(-1)?.health).toBe('failing');
    ports.failure = undefined;
    await clock.advance(3 * MINUTE);
    expect(ports.rows('missed')).toHaveLength(1);
    expect(started().length).toBeGreaterThan(61);
  });

  it('C0 a firing that could not be committed is made later, and health says so meanwhile', async () => {
    await arm({ cron: '0 * * * *' });
    ports.failure = new Error('disk full');
    await clock.advance(31 * MINUTE);
    expect(ports.health.at(-1)).toMatchObject({ health: 'failing', reason: expect.stringContaining('disk full') });
    ports.failure = undefined;
    await clock.advance(MINUTE);
    expect(started()).toEqual(['2026-01-01T01:00:00.000Z']);
    expect(ports.health.at(-1)?.health).toBe('armed');
  });

  it('EN-2 catches up after downtime from where it was, and once only', async () => {
    await arm({ cron: '0 * * * *' });
    await behaviour?.close();
    clock.jumpTo(Date.parse('2026-01-01T03:10Z'));
    await arm({ cron: '0 * * * *' });
    await arm({ cron: '0 * * * *' });
    expect(started()).toEqual(['2026-01-01T03:00:00.000Z']);
  });

  it('has no debt from before it was armed, nor from before its times were edited', async () => {
    await arm({ cron: '15 * * * *' });
    await clock.advance(10 * MINUTE);
    await arm({ cron: '35 * * * *' });
    expect(ports.journal).toEqual([]);
  });

  it('waits for its jitter, the same for the same slot', async () => {
    await arm({ cron: '0 * * * *', jitter: '10m' });
    await clock.advance(HOUR);
    const [row] = ports.rows('started');
    const delay = (row?.at ?? 0) - Date.parse('2026-01-01T01:00Z');
    expect(delay).toBeGreaterThan(0);
    expect(delay).toBeLessThanOrEqual(10 * MINUTE);
    expect(row?.data['scheduledTime']).toBe('2026-01-01T01:00:00.000Z');
  });

  it('leaves no timer when it is closed', async () => {
    await arm({ cron: '* * * * * *' });
    await behaviour?.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
