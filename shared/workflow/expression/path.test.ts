import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath, type PathSegment, parsePath } from './path.ts';

describe('parsePath', () => {
  it.each<[string, PathSegment[]]>([
    ['steps.read.output.size', ['steps', 'read', 'output', 'size']],
    ['parse-changes.functions', ['parse-changes', 'functions']],
    ['a.b-c[0].d', ['a', 'b-c', 0, 'd']],
    ["a[\"x y\"]['it\\'s']", ['a', 'x y', "it's"]],
    ['  item ', ['item']],
    ['steps.delete.output', ['steps', 'delete', 'output']],
    ['größe.名前', ['größe', '名前']],
  ])('%s is a path', (text, segments) => {
    expect(parsePath(text)).toEqual({ segments });
  });

  it.each<[string, unknown]>([
    ["a.b ?? 'x'", 'x'],
    ["a.b ?? 'it\\'s'", "it's"],
    ['a.b ?? "x"', 'x'],
    ['a.b??null', null],
    ['a.b ?? -1.5', -1.5],
    ['a.b ?? {"c": [1]}', { c: [1] }],
  ])('%s is a path with a default', (text, value) => {
    expect(parsePath(text)).toEqual({ segments: ['a', 'b'], fallback: { value } });
  });

  it.each([
    '',
    'a.',
    '.a',
    'a..b',
    'a.b()',
    'a - b',
    'a?.b',
    'a[b]',
    'a[-1]',
    'a[1.5]',
    'a ?? b',
    "a ?? 'x' + 'y'",
    'a || 1',
    '1',
    "'a'",
    'a b',
    'true',
    'null',
    'Math.PI',
    'JSON',
  ])('%j is none', (text) => {
    expect(parsePath(text)).toBeUndefined();
  });

  it('takes a dash for a part of the name: a subtraction needs spaces', () => {
    expect(parsePath('count-1')).toEqual({ segments: ['count-1'] });
  });

  it('reads back what formatPath writes', () => {
    const root = fc.stringMatching(/^[a-z_][a-zA-Z0-9_-]{0,8}$/).filter((name) => parsePath(name) !== undefined);
    const segment = fc.oneof(fc.string({ unit: 'binary' }), fc.nat({ max: 1e9 }), fc.constantFrom('__proto__', 'a]', '"', "'", '\\', '\n'));
    fc.assert(
      fc.property(root, fc.array(segment), (first, rest) => {
        expect(parsePath(formatPath([first, ...rest]))).toEqual({ segments: [first, ...rest] });
      }),
    );
  });
});
