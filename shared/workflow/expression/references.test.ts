// biome-ignore-all lint/suspicious/noTemplateCurlyInString: JavaScript templates inside strings are what is tested.
import { describe, expect, it } from 'vitest';
import { findReferences } from './references.ts';

/** `a.b` for an exact path, `a.b*` for one that the expression goes on from. */
const names = (expression: string) => findReferences(expression).map(({ path, exact }) => path.join('.') + (exact ? '' : '*'));

describe('findReferences', () => {
  it.each<[string, string[]]>([
    ['steps.a.output.size > 10', ['steps.a.output.size']],
    ['parse-changes.functions', ['parse-changes.functions']],
    ["a.b ?? 'x'", ['a.b']],
    ['a.b ?? c.d', ['a.b', 'c.d']],
    ['steps["parse-changes"].output[0].x + 1', ['steps.parse-changes.output.0.x']],
    ['a?.b?.[0]?.["x y"].z', ['a.b.0.x y.z']],
    ['a - b', ['a', 'b']],
    ['a/b/c', ['a', 'b', 'c']],
    ['`x ${vars.y} ${`n ${o.p}`} z`', ['vars.y', 'o.p']],
    ['c ? x : y', ['c', 'x', 'y']],
    ['[...list, ...other.items]', ['list', 'other.items']],
    ["typeof foo === 'undefined'", ['foo']],
    ["'key' in steps.a.output", ['steps.a.output']],
  ])('%s names its values', (expression, expected) => {
    expect(names(expression)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['steps.a.output.name.toUpperCase()', ['steps.a.output.name*']],
    ['items[i].name', ['items*', 'i']],
    ['items?.map(String)', ['items*']],
    ['a.b`text`', ['a*']],
    ['a.b?.(1)', ['a*']],
  ])('%s goes on where only evaluation can follow', (expression, expected) => {
    expect(names(expression)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['\'a.b\' + "c" + `d`', []],
    ['/* a */ 1 // b', []],
    ['/a.b}}[/]c/g.test(d)', ['d']],
    ['({ a: b, c, d: { e: f } })', ['b', 'c', 'f']],
    ['Math.max(1, Number(x)) + JSON.stringify(y) + undefined', ['x', 'y']],
    ['new Date(trigger.at).getTime() > Date.now()', ['trigger.at']],
    ['if (a) { return b } else throw c', ['a', 'b', 'c']],
  ])('%s: text, keys and the names of JavaScript are none', (expression, expected) => {
    expect(names(expression)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['items.filter(item => item.ok).length + item.count', ['items*', 'item.count']],
    ['list.map((x, i) => ({ x, n: names[i] }))', ['list*', 'names*']],
    ['list.map(({ a, b: [c], d = z, ...rest }) => a + b + c + d + rest)', ['list*', 'z', 'b']],
    ['x => y => x + y + z, x', ['z', 'x']],
    ['const a = steps.x.output, b = a.c; return a + b + d', ['steps.x.output', 'd']],
    ['const { a, b: c } = o; let [d] = p; return a + b + c + d', ['o', 'p', 'b']],
    ['for (const q of list) { q.z } return q', ['list', 'q']],
    ['function f(x, { y }) { return x + y + w } return f(1)', ['w']],
    ['try { a.b } catch (e) { e.message + q }', ['a.b', 'q']],
    ['{ const inner = 1; } inner', ['inner']],
    ['({ m(p) { return p + r } })', ['r']],
    ['class A { } new A(b)', ['b']],
  ])('%s: what the expression declares itself is none, where it is visible', (expression, expected) => {
    expect(names(expression)).toEqual(expected);
  });

  it('tells where each root stands', () => {
    expect(findReferences('1 + a.b').map(({ offset }) => offset)).toEqual([4]);
    expect(findReferences('  a.b').map(({ offset }) => offset)).toEqual([2]);
  });

  it.each([
    ['declarations', 'let a;'.repeat(100_000)],
    ['nested arrow functions', 'a=>'.repeat(100_000)],
    ['nested brackets', `${'['.repeat(100_000)}${']'.repeat(100_000)}=>1`],
    ['braces that never close', `${'{'.repeat(100_000)}let a;`],
    ['an open template', '`${'.repeat(100_000)],
  ])('answers for a hostile mass of %s', (_, expression) => {
    expect(findReferences(expression)).toBeInstanceOf(Array);
  });
});
