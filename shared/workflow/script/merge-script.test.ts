import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeScript } from './merge-script.ts';

const before = 'A\n  B\n  C\nD\n';

describe('mergeScript', () => {
  it('keeps blank lines and indents of lines that say the same', () => {
    const own = 'A\n\n    B\n  C\n\n\nD\n';
    expect(mergeScript(own, before, 'A\n  B\n  X\n  C\nD\n')).toBe('A\n\n    B\n  X\n  C\n\n\nD\n');
    expect(mergeScript(own, before, 'A\n  C\nD\n')).toBe('A\n\n  C\n\n\nD\n');
    expect(mergeScript(own, before, 'A\n  Y\n  C\nD\n')).toBe('A\n\n  Y\n  C\n\n\nD\n');
    expect(mergeScript(own, before, 'A\n  B\n  C\nD\nE\n')).toBe('A\n\n    B\n  C\n\n\nD\nE\n');
  });

  it('keeps line ends', () => {
    expect(mergeScript('A\r\n  B\r\n  C\r\nD\r\n', before, 'A\n  C\nD\n')).toBe('A\r\n  C\r\nD\r\n');
  });

  it('gives up where the changed line is written otherwise', () => {
    expect(mergeScript('A\n  B and more\n  C\nD\n', before, 'A\n  X\n  C\nD\n')).toBeUndefined();
  });

  it('of a canonical script is the new canonical one', () => {
    const scripts = fc.array(fc.constantFrom('a', '  b', '', 'c'), { maxLength: 8 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(scripts, scripts, (old, now) => {
        expect(mergeScript(old, old, now)).toBe(now);
      }),
    );
  });
});
