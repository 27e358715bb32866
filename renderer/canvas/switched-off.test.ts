import { describe, expect, it } from 'vitest';
import { isSwitchedOff, switchedOff, switchedOn } from './switched-off.ts';

describe('switching a step off', () => {
  it('keeps its condition for when it is switched on again', () => {
    for (const when of [undefined, 'read.size > 1', 'a\n&& (b)']) {
      expect(isSwitchedOff(when)).toBe(false);
      expect(isSwitchedOff(switchedOff(when))).toBe(true);
      expect(switchedOn(switchedOff(when))).toBe(when);
    }
  });

  it('twice is once', () => {
    expect(switchedOff(switchedOff(undefined))).toBe(false);
    expect(switchedOn('false')).toBeUndefined();
  });
});
