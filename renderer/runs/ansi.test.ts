import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnsi, stripAnsi } from './ansi.ts';

const esc = '\u001b';
const texts = (text: string) => parseAnsi(text).spans.map((span) => [span.text, span.style]);

describe('what a program printed', () => {
  it('keeps its colours and styles, and what follows a reset is plain', () => {
    expect(texts(`${esc}[1;31mred${esc}[0m plain ${esc}[94;48;5;196mblue${esc}[39;49m end`)).toEqual([
      ['red', { bold: true, color: 'red' }],
      [' plain ', {}],
      ['blue', { color: 'bright-blue', background: 'rgb(255 0 0)' }],
      [' end', {}],
    ]);
    expect(texts(`${esc}[38;2;1;2;3mx`)).toEqual([['x', { color: 'rgb(1 2 3)' }]]);
  });

  it('takes the style of the line before with it', () => {
    const { style } = parseAnsi(`${esc}[32mgreen`);
    expect(parseAnsi('still', style).spans).toEqual([{ text: 'still', style: { color: 'green' } }]);
  });

  it('can do nothing else: links, titles, clears, answers and single controls are dropped', () => {
    const hostile = [
      `${esc}]8;;https://example.com${esc}\\click${esc}]8;;${esc}\\`,
      `${esc}]0;owned\u0007`,
      `${esc}[2J${esc}[H${esc}[6n${esc}c`,
      `${esc}P+q544e${esc}\\`,
      `${esc}]52;c;aGVsbG8=\u0007`,
      'a\rb\u0008c\u0000',
      '\u009b31m',
    ].join('');
    expect(stripAnsi(hostile)).toBe('clickabc');
    expect(
      parseAnsi(hostile)
        .spans.map(({ text }) => text)
        .join(''),
    ).toBe('clickabc');
  });

  it('never leaves a control letter, nor a colour that is none, whatever was printed', () => {
    const pieces = fc.constantFrom(esc, '[', ']', '38;5;', '38;2;1;', '999', 'm', ';', '\u0007', 'x', '<b>', '\u009b', '\\', 'url(a)');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const { spans } = parseAnsi(parts.join(''));
        for (const { text, style } of spans) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
          expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
          for (const color of [style.color, style.background]) expect(color ?? 'red').toMatch(/^(?:bright-)?[a-z]+$|^rgb\(\d+ \d+ \d+\)$/);
        }
      }),
    );
  });
});
