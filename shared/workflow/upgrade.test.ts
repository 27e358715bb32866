import { describe, expect, it } from 'vitest';
import { upgrade } from './upgrade.ts';

const steps = {
  1: (document: Readonly<Record<string, unknown>>) => ({ ...document, log: `${document['log'] ?? ''}1` }),
  2: (document: Readonly<Record<string, unknown>>) => ({ ...document, log: `${document['log'] ?? ''}2` }),
};

describe('upgrade', () => {
  it('lifts an old document one number at a time and leaves the original alone', () => {
    const old = Object.freeze({ pawl: 1, name: 'x' });
    expect(upgrade(old, steps, 3)).toEqual({ ok: true, value: { pawl: 3, name: 'x', log: '12' } });
    expect(upgrade({ pawl: 2 }, steps, 3)).toEqual({ ok: true, value: { pawl: 3, log: '2' } });
  });

  it('leaves what is of today, and what says no number, as it is', () => {
    for (const value of [{ pawl: 3 }, {}, { pawl: 'one' }, { pawl: 1.5 }, 'text'])
      expect(upgrade(value, steps, 3)).toEqual({ ok: true, value });
  });

  it('refuses a number from the future and says what to do', () => {
    expect(upgrade({ pawl: 4 }, steps, 3)).toMatchObject({
      ok: false,
      finding: { code: 'NEWER_FORMAT', path: ['pawl'], message: expect.stringMatching(/format 4.*up to 3.*update Pawl/) },
    });
  });

  it('refuses a number that never was', () => {
    expect(upgrade({ pawl: 0 }, steps, 3)).toMatchObject({ ok: false, finding: { code: 'UNKNOWN_FORMAT' } });
    expect(upgrade({ pawl: 0 })).toMatchObject({ ok: false, finding: { message: 'There is no format 0: write `pawl: 1`' } });
  });
});
