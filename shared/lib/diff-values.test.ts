import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffValues } from './diff-values.ts';
import type { Json } from './json.ts';

const lines = (before: Json, after: Json) =>
  diffValues(before, after).differences.map(({ segments, kind }) => `${kind} ${segments.join('.')}`);

describe('the difference of two values', () => {
  it('is nothing exactly when they are equal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const [left, right] = [JSON.parse(JSON.stringify(a)) as Json, JSON.parse(JSON.stringify(b)) as Json];
        expect(diffValues(left, structuredClone(left)).differences).toEqual([]);
        expect(diffValues(left, right).differences.length === 0).toBe(canonical(left) === canonical(right));
      }),
    );
  });

  it('names the places, however deep', () => {
    const before = { a: { b: [1, 2, { c: 'x' }] }, gone: 1, same: null };
    const after = { a: { b: [1, 3, { c: 'y' }] }, same: null, come: 2 };
    expect(lines(before, after)).toEqual(['changed a.b.1', 'changed a.b.2.c', 'removed gone', 'added come']);
  });

  it('does not take what follows a new or a lost item of a list as changed', () => {
    expect(lines(['a', 'b', 'c'], ['a', 'new', 'b', 'c'])).toEqual(['added 1']);
    expect(lines(['a', 'b', 'c', 'd'], ['a', 'd'])).toEqual(['removed 1', 'removed 2']);
  });

  it('is not led astray by names that objects have by birth', () => {
    expect(lines({}, JSON.parse('{"__proto__": 1, "constructor": 2}') as Json)).toEqual(['added __proto__', 'added constructor']);
  });

  it('stops at so many, and says so', () => {
    const { differences, isCut } = diffValues(
      Array.from({ length: 50 }, () => 1),
      Array.from({ length: 50 }, () => 2),
      10,
    );
    expect(differences).toHaveLength(10);
    expect(isCut).toBe(true);
  });
});

/** Equal values have equal texts, whatever the order of their names. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_, part: Json) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
