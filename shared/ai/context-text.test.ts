import { describe, expect, it } from 'vitest';
import { contextText, cutText } from './context-text.ts';
import { estimateTokens } from './estimate-tokens.ts';

describe('the text of a context', () => {
  it('is the parts as they are where they fit', () => {
    const parts = [
      { title: 'Trigger', value: { path: 'a.ts' } },
      { title: 'File a.ts', value: 'let x' },
    ];
    expect(contextText(parts, 1000)).toEqual({ text: '## Trigger\n{\n "path": "a.ts"\n}\n\n## File a.ts\nlet x', trimmed: [] });
  });

  it('cuts what is long, says where, and leaves what is short', () => {
    const parts = [
      {
        title: 'Variables',
        value: { town: 'Ulm', log: `first ${'x'.repeat(50_000)} last`, rows: Array.from({ length: 900 }, (_, row) => row) },
      },
      { title: 'Output of step a', value: 'short' },
    ];
    const { text, trimmed } = contextText(parts, 2000);
    expect(estimateTokens(text)).toBeLessThanOrEqual(2000);
    expect(trimmed).toEqual(['Variables']);
    expect(text).toContain('"town": "Ulm"');
    expect(text).toMatch(/first x+\\n\[… [\d,]+ characters left out\]\\nx+ last/);
    expect(text).toMatch(/\[… \d+ more items left out\]/);
    expect(text).toContain('## Output of step a\nshort');
  });

  it('keeps to its size whatever it is given', () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`name${n}`, n]));
    for (const value of [wide, '語'.repeat(90_000), Array.from({ length: 3 }, () => wide)]) {
      const { text } = contextText([{ title: 'All', value }], 500);
      expect(estimateTokens(text)).toBeLessThan(1200);
      expect(text).toContain('left out');
    }
  });

  it('is never cut within a character', () => {
    for (let characters = 4; characters < 40; characters++) {
      const cut = cutText('👋🏽🎉🚀'.repeat(30), characters);
      expect(cut.isWellFormed()).toBe(true);
    }
  });
});
