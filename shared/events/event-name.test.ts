import { describe, expect, it } from 'vitest';
import { isEventName, matchesEventName } from './event-name.ts';

describe('the name of an event', () => {
  it('is words with dots between them', () => {
    for (const name of ['workflow_completed', 'order.created', 'a:b/c-d', '2026']) expect(isEventName(name), name).toBe(true);
    for (const name of ['', '.', 'a..b', 'order.*', 'a b', 'a.', 'x'.repeat(201), 'a\n']) expect(isEventName(name), name).toBe(false);
  });

  it.each([
    ['order.created', 'order.created', true],
    ['order.created', 'order.deleted', false],
    ['order.*', 'order.created', true],
    ['order.*', 'order.item.created', false],
    ['order.**', 'order.item.created', true],
    ['order.**', 'order', true],
    ['**.created', 'order.item.created', true],
    ['*', 'order.item.created', true],
    ['*.created', 'order.created', true],
    ['order.cre*', 'order.created', true],
    ['order.*ted', 'order.created', true],
    ['order.c*e*d', 'order.created', true],
    ['order.ab*ba', 'order.aba', false],
    ['order', 'order.created', false],
  ])('%s fits %s: %s', (pattern, name, fits) => {
    expect(matchesEventName(pattern, name)).toBe(fits);
  });

  it('is matched at once, however many stars the pattern has', () => {
    expect(matchesEventName(`${'**.'.repeat(60)}x`, Array.from({ length: 100 }, () => 'a').join('.'))).toBe(false);
    expect(matchesEventName(`${'*a'.repeat(90)}*`, 'a'.repeat(89))).toBe(false);
  });
});
