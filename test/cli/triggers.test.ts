import { beforeEach, describe, expect, it } from 'vitest';
import { makePlace, type Place } from './spawn-pawl.ts';

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});

const orders = (match: string): string => `
name: Orders
triggers:
  - { id: big, type: event, config: { name: "order.*", match: ${match} } }
  - { id: nightly, type: schedule, config: { cron: "30 2 * * *", timezone: Europe/Berlin, catchUp: once } }
steps:
  - { id: note, action: log, with: { message: hi } }
`;

// Each command is a process of its own, and a machine may be busy.
describe('pawl backtest', { timeout: 60_000 }, () => {
  it('tells what a trigger, and one that is being written, would have made of what was published', async () => {
    await place.write('orders.pawl.yaml', orders('event.data.amount > 100'));
    expect((await place.pawl('import', 'orders.pawl.yaml', '--yes')).code).toBe(0);
    await place.pawl('publish', 'order.created', '--data', '{"amount": 50}');
    expect(await place.json('backtest', 'Orders/big')).toMatchObject({
      code: 0,
      answer: {
        as: 'armed',
        would: { runs: 0, verdicts: { filtered: 1 } },
        items: [{ what: 'order.created (amount 50)', change: 'same' }],
      },
    });
    await place.write('orders.pawl.yaml', orders('event.data.amount > 10'));
    const { stdout, code } = await place.pawl('backtest', 'Orders/big', '--file', 'orders.pawl.yaml', '--changed');
    expect(stdout).toMatch(/it started 0 runs and would start 1 \(1 more\)/);
    expect(stdout).toMatch(/\+ +\S+ .*order\.created \(amount 50\) +not seen +started/);
    expect(code).toBe(0);
  });

  it('ends with 3 for a trigger that is not in the file, and with 2 for two ways of naming one', async () => {
    await place.write('orders.pawl.yaml', orders("'true'"));
    const missing = await place.pawl('backtest', 'Orders/small', '--file', 'orders.pawl.yaml');
    expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining('Did you mean Orders/big or Orders/nightly?') });
    expect((await place.pawl('backtest', 'Orders/big', '--draft', '--file', 'orders.pawl.yaml')).code).toBe(2);
  });
});

describe('pawl week', { timeout: 60_000 }, () => {
  it('tells each time by the clock of a zone, with the night the machine sleeps and the night the clocks change', async () => {
    await place.write('orders.pawl.yaml', orders("'true'"));
    await place.pawl('import', 'orders.pawl.yaml', '--yes');
    const { stdout } = await place.pawl('week', '--from', '2026-03-28', '--zone', 'Europe/Berlin', '--asleep', '1:00-2:45');
    expect(stdout).toContain('Orders/nightly  30 2 * * *, catches up once');
    expect(stdout).toMatch(/Sat,? 28 Mar\n {2}Orders\/nightly {2}02:45 \(for 02:30\)\n/);
    expect(stdout).toMatch(/Sun,? 29 Mar {2}clocks go forward 60 min to 03:00\n {2}Orders\/nightly {2}03:00\n/);
  });

  it('ends with 2 for a zone or a night that is none', async () => {
    expect(await place.pawl('week', '--zone', 'Moon')).toMatchObject({ code: 2, stderr: expect.stringContaining('Europe/Berlin') });
    expect((await place.pawl('week', '--asleep', '25:00-07:00')).code).toBe(2);
  });
});
