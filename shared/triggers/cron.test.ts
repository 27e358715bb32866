import { describe, expect, it } from 'vitest';
import { parseCron } from './cron.ts';
import { scheduleTrigger } from './schedule.ts';

const parsed = (text: string) => {
  const result = parseCron(text);
  if (!result.ok) throw new Error(result.message);
  return result.cron;
};

describe('a cron expression', () => {
  it('has lists, ranges, steps, names, wrapping ranges and Sunday as 0 or 7', () => {
    const cron = parsed('*/20 9-17/4 1,15 jan-mar fri-mon');
    expect([cron.minutes, cron.hours, cron.daysOfMonth, cron.months, cron.daysOfWeek]).toEqual([
      [0, 20, 40],
      [9, 13, 17],
      [1, 15],
      [1, 2, 3],
      [0, 1, 5, 6],
    ]);
    expect(parsed('0 0 * * 7').daysOfWeek).toEqual([0]);
    expect(parsed('0 22-2 * * *').hours).toEqual([0, 1, 2, 22, 23]);
    expect(parsed('0 0 ? * 2/2').daysOfWeek).toEqual([2, 4, 6]);
  });

  it('has nicknames, and seconds when there are six fields', () => {
    expect(parsed('@weekly')).toMatchObject({ minutes: [0], hours: [0], daysOfWeek: [0], eitherDay: false });
    expect(parsed('30 0 12 * * *')).toMatchObject({ seconds: [30], minutes: [0], hours: [12] });
    expect(parsed('0 12 * * *').seconds).toEqual([0]);
  });

  it.each([
    '',
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '*/0 * * * *',
    '1-2-3 * * * *',
    'x * * * *',
    '@reboot',
    '* * L * *',
    '1, * * * *',
    '* * * * 1#2',
  ])('is refused with the field named: %s', (text) => {
    const result = parseCron(text);
    expect(result.ok).toBe(false);
  });

  it('that never fires is a problem of its own', () => {
    const codes = (config: unknown) =>
      scheduleTrigger.config.safeParse(config).error?.issues.map((issue) => ('params' in issue ? issue.params : undefined));
    expect(codes({ cron: '0 0 30 2 *' })).toEqual([{ code: 'CRON_NEVER_FIRES' }]);
    expect(JSON.stringify(scheduleTrigger.config.safeParse({ cron: ['@daily', '0 0 31 feb *'] }).error?.issues)).toContain(
      'CRON_NEVER_FIRES',
    );
    expect(scheduleTrigger.config.safeParse({ cron: '@daily', timezone: 'Mars/Olympus' }).success).toBe(false);
  });
});
