import { describe, expect, it } from 'vitest';
import { completeName, insertPath, nameAt } from './placeholder-text.ts';

/** `|` stands for the caret. */
function at(marked: string, isBare = false) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  return { text, caret, found: nameAt(text, caret, isBare) };
}
function completed(marked: string, path: string, isBare = false): string | undefined {
  const { text, found } = at(marked, isBare);
  if (found === undefined) return undefined;
  const done = completeName(text, found, path, isBare);
  return `${done.text.slice(0, done.caret)}|${done.text.slice(done.caret)}`;
}

describe('the name at the caret', () => {
  it('is the path as far as it is written', () => {
    expect(at('Hello {{ steps.re|').found?.query).toBe('steps.re');
    expect(at('{{|').found?.query).toBe('');
    expect(at('{{ a + steps["x y"].o|').found?.query).toBe('steps["x y"].o');
    expect(at('a.b|', true).found?.query).toBe('a.b');
  });

  it('is none outside of placeholders, in texts inside of them, and behind an escaped brace', () => {
    expect(at('Hello |').found).toBeUndefined();
    expect(at('{{ a }} b|').found).toBeUndefined();
    expect(at("{{ 'a|' }}").found).toBeUndefined();
    expect(at('\\{{ a|').found).toBeUndefined();
    expect(at('{|').found).toBeUndefined();
  });
});

describe('completing a name', () => {
  it('closes the placeholder, once', () => {
    expect(completed('Hello {{ st|', 'steps.read.output')).toBe('Hello {{ steps.read.output }}|');
    expect(completed('Hello {{|', 'vars.who')).toBe('Hello {{ vars.who }}|');
    expect(completed('{{ st| }} and {{ b }}', 'steps.a.output')).toBe('{{ steps.a.output| }} and {{ b }}');
    expect(completed('{{st|}}', 'steps.a.output')).toBe('{{ steps.a.output| }}');
    expect(completed('{{ st| then {{ b }}', 'steps.a')).toBe('{{ steps.a }}| then {{ b }}');
  });

  it('replaces the whole name, and nothing around it', () => {
    expect(completed('steps.re|ad > 1', 'steps.write.output', true)).toBe('steps.write.output| > 1');
  });
});

describe('inserting a path', () => {
  it('makes a placeholder of it, unless the caret stands in one', () => {
    expect(insertPath('a b', { from: 2, to: 2 }, 'vars.x', false)).toEqual({ text: 'a {{ vars.x }}b', caret: 14 });
    expect(insertPath('{{ a + b }}', { from: 7, to: 8 }, 'vars.x', false).text).toBe('{{ a + vars.x }}');
    expect(insertPath('a > ', { from: 4, to: 4 }, 'vars.x', true).text).toBe('a > vars.x');
  });
});
