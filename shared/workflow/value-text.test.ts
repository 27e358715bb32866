import { describe, expect, it } from 'vitest';
import { readValueText, writeValueText } from './value-text.ts';

describe('a value as text', () => {
  it.each([null, true, 3, 'yes', '3', 'two\nlines', '', [], {}, { a: [1, { b: 'x: y' }] }, '{{ steps.a.output }}'])(
    'comes back as it went: %j',
    (value) => {
      expect(readValueText(writeValueText(value))).toEqual({ ok: true, value });
    },
  );

  it('is nothing for no value', () => {
    expect(readValueText(writeValueText(undefined))).toEqual({ ok: true, value: undefined });
  });

  it('says what is wrong, and where', () => {
    expect(readValueText('a: 1\nb: [')).toMatchObject({ ok: false, message: expect.stringContaining('line 2') });
    expect(readValueText('a: *b')).toMatchObject({ ok: false });
  });
});
