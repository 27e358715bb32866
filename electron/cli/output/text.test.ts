import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, cut, inert, inertLine, pad } from './text.ts';

const esc = String.fromCharCode(0x1b);
const bell = String.fromCharCode(7);

describe('text from outside', () => {
  it('SH-5 moves no cursor, writes no clipboard and sets no title', () => {
    expect(inert(`${esc}[2J${esc}]52;c;aGk=${bell}`)).toBe('\\x1b[2J\\x1b]52;c;aGk=\\x07');
    // The one-byte form of the same, and a lone carriage return, which would write over the line.
    expect(inert(`${String.fromCharCode(0x9b)}2J safe\rgone`)).toBe('\\x9b2J safe\\x0dgone');
  });

  it('SH-6 shows characters that turn the line around or have no width', () => {
    expect(inert('rm \u202efdp.\u2066x\u200b\ufeff')).toBe('rm \\u202efdp.\\u2066x\\u200b\\ufeff');
  });

  it('keeps lines, tabs, accents, scripts and pictures as they are', () => {
    const text = 'a\tb\nnaïve e\u0301 日本語 עברית 👩‍💻';
    expect(inert(text)).toBe(text);
    expect(inert('a\r\nb')).toBe('a\nb');
  });

  it('on one line has no line break', () => {
    expect(inertLine('a\nb\tc')).toBe('a b c');
  });

  it('never holds a control character but tab and newline, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(/[[\p{Cc}--[\t\n]]]/v.test(inert(text))).toBe(false);
        expect(/\p{Cc}/u.test(inertLine(text))).toBe(false);
      }),
    );
  });
});

describe('columns', () => {
  it.each([
    ['plain', 5],
    ['日本', 4],
    ['e\u0301', 1],
    ['👩‍💻', 2],
    ['🇩🇪', 2],
    [`${esc}[31mred${esc}[39m`, 3],
    ['', 0],
  ])('of %j are %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  it('are kept when text is cut or padded to them', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('日本語', 4)).toBe('日…');
    expect(cut('abc', 3)).toBe('abc');
    expect(pad('日本', 6)).toBe('日本  ');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(columnsOf(cut(inertLine(text), columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
