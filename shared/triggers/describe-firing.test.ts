import { expect, it } from 'vitest';
import { describeFiring } from './describe-firing.ts';

it('says in a few words what has happened, for each type of trigger', () => {
  const file = { relativePath: 'src/a.ts', event: 'change', files: [{}, {}, {}] };
  expect(describeFiring('file_change', file)).toBe('src/a.ts changed and 2 more');
  expect(describeFiring('schedule', { scheduledTime: '2026-11-20T02:00:00.000Z', timezone: 'Europe/Berlin' })).toBe(
    '2026-11-20 03:00 Europe/Berlin',
  );
  expect(describeFiring('webhook', { method: 'POST', path: 'deploy' })).toBe('POST /hooks/deploy');
  expect(describeFiring('event', { name: 'order.created', data: { amount: 5, note: { deep: 1 } } })).toBe('order.created (amount 5)');
  expect(describeFiring('escalation', { reason: 'It is stuck' })).toBe('It is stuck');
});

it('says nothing of data that somebody has made up, and fails on none', () => {
  const strange = [{}, { relativePath: 1 }, { scheduledTime: 'noon' }, { scheduledTime: '2026-11-20', timezone: 'Moon' }, { name: null }];
  for (const type of ['file_change', 'schedule', 'webhook', 'event', 'escalation', 'manual', 'constructor'])
    for (const data of strange) expect(() => describeFiring(type, data)).not.toThrow();
  expect(describeFiring('file_change', { relativePath: 'a', event: 'constructor' })).toBe('a constructor');
});
