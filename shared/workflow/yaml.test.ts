import { describe, expect, it } from 'vitest';
import type { Problem } from './problem.ts';
import { MAX_NESTING, type ParseResult, parseYaml } from './yaml.ts';

function refused(text: string): Pick<Problem, 'code' | 'line' | 'column' | 'path'>[] {
  const result = parseYaml(text);
  return result.ok ? [] : result.problems.map(({ message: _message, severity: _severity, ...rest }) => rest);
}

function source(result: ParseResult) {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.source;
}

/** The parser's own start-up is no part of the promise. */
function timed(text: string): { codes: string[]; ms: number } {
  parseYaml('warm: up');
  const start = performance.now();
  const codes = refused(text).map(({ code }) => code);
  return { codes, ms: performance.now() - start };
}

const aliasBomb = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]']
  .concat(Array.from({ length: 12 }, (_, i) => `b${i}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`))
  .join('\n');

describe('EX-8 a hostile document is refused in under 200 ms', () => {
  it.each([
    ['an alias bomb', aliasBomb, 'ALIAS_BOMB'],
    ['20,000 nested lists', '['.repeat(20_000), 'TOO_DEEP'],
    ['20,000 nested maps', '{a: '.repeat(20_000), 'TOO_DEEP'],
    ['500,000 compact block lists', '- '.repeat(500_000), 'TOO_DEEP'],
    ['10 MB', `name: ${'x'.repeat(10_000_000)}`, 'TOO_LARGE'],
    ['a little over 2 MB in three-byte characters', `name: ${'€'.repeat(670_000)}`, 'TOO_LARGE'],
    ['duplicate keys', 'name: a\nsteps: []\nname: b\n', 'DUPLICATE_KEY'],
    ['a custom tag', 'name: !!js/function "function () {}"\n', 'CUSTOM_TAG'],
    ['a local tag', 'name: !secret x\n', 'CUSTOM_TAG'],
    ['several documents', 'name: a\n---\nname: b\n', 'MULTIPLE_DOCUMENTS'],
    ['several documents, the last one empty', 'name: a\n---\n', 'MULTIPLE_DOCUMENTS'],
    ['an alias inside its own anchor', 'a: &a [*a]\n', 'RECURSIVE_ALIAS'],
    ['an alias without anchor', 'a: *nowhere\n', 'UNKNOWN_ALIAS'],
    ['a key __proto__', 'a: { __proto__: { polluted: true } }\n', 'WRONG_KEY'],
    ['a list as a key', '? [a, b]\n: c\n', 'YAML_SYNTAX'],
    ['an infinite number', 'a: .inf\n', 'NOT_JSON'],
    ['broken syntax', 'a: [1, 2\nb: 3\n', 'YAML_SYNTAX'],
  ])('%s', (_, text, code) => {
    const { codes, ms } = timed(text);
    expect(codes).toContain(code);
    expect(ms).toBeLessThan(200);
  });

  it('a merge key brings nothing in from elsewhere', () => {
    const { value } = source(parseYaml('base: &b { a: 1 }\nuse: { <<: *b }\n'));
    expect(value).toEqual({ base: { a: 1 }, use: { '<<': { a: 1 } } });
  });
});

describe('parseYaml', () => {
  it('nesting through aliases counts like nesting that is written out', () => {
    const chain = ['a0: &a0 [x]', ...Array.from({ length: MAX_NESTING + 5 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`)].join('\n');
    expect(refused(chain).map(({ code }) => code)).toContain('TOO_DEEP');
  });

  it('a document as deep as allowed is read', () => {
    const deep = `${'['.repeat(MAX_NESTING - 1)}x${']'.repeat(MAX_NESTING - 1)}`;
    expect(parseYaml(deep).ok).toBe(true);
  });

  it('a problem says where it stands', () => {
    expect(refused('name: a\nsteps:\n  - id: x\n    id: y\n')).toEqual([
      { code: 'DUPLICATE_KEY', line: 4, column: 5, path: 'steps[0].id' },
    ]);
    expect(refused('name: a\nsteps: }\n')[0]).toMatchObject({ code: 'YAML_SYNTAX', line: 2 });
  });

  it.each([
    ['{\n\t"name": "x",\n\t"steps": []\n}', 'json'],
    ['[1]', 'json'],
    ['{ name: x }', 'yaml'],
    ['name: x', 'yaml'],
    ['', 'yaml'],
  ])('tells JSON from YAML by the content: %j', (text, format) => {
    expect(source(parseYaml(text)).format).toBe(format);
  });

  it('a shared anchor is read wherever it is used', () => {
    const { value } = source(parseYaml('a: &x { k: [1, null, "t"] }\nb: *x\n'));
    expect(value).toEqual({ a: { k: [1, null, 't'] }, b: { k: [1, null, 't'] } });
  });

  it('EX-5 keys that mean something to objects stay data', () => {
    const { value } = source(parseYaml('constructor: { prototype: { polluted: true } }\ntoString: 1\n'));
    expect(Object.keys(value as object)).toEqual(['constructor', 'toString']);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('locate', () => {
  const text = ['name: x', 'steps:', '  - id: a', '    with: { path: "some {{ b }}" }', '    note:', 'again: &s [1]', 'more: *s', ''].join(
    '\n',
  );
  const { locate } = source(parseYaml(text));

  it.each([
    ['a value', ['name'], {}, 1, 7],
    ['a key', ['steps'], { side: 'key' as const }, 2, 1],
    ['an entry of a list', ['steps', 0], {}, 3, 5],
    ['a value in a flow map', ['steps', 0, 'with', 'path'], {}, 4, 19],
    ['a character inside a quoted text', ['steps', 0, 'with', 'path'], { offset: 8 }, 4, 28],
    ['an empty value: its key', ['steps', 0, 'note'], {}, 5, 5],
    ['the nearest parent of what is missing', ['steps', 0, 'with', 'gone', 'deeper'], {}, 4, 11],
    ['the list when the index is past its end', ['steps', 9], {}, 3, 3],
    ['through an alias', ['more', 0], {}, 6, 12],
    ['the nearest parent inside a text', ['name', 'x'], {}, 1, 7],
    ['the root', [], {}, 1, 1],
  ])('%s', (_, path, { side, offset }: { side?: 'key' | 'value'; offset?: number }, line, column) => {
    expect(locate(path, side, offset)).toEqual({ line, column });
  });

  it('does not count into a text that is written with escapes', () => {
    const escaped = source(parseYaml('a: "\\t{{ x }}"\n'));
    expect(escaped.locate(['a'], 'value', 4)).toEqual({ line: 1, column: 4 });
  });
});
