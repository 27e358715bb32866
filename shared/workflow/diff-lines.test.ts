import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffLines } from './diff-lines.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });

it('any two texts: the hunks lead from one to the other, and everything between them is alike', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const made: string[] = [];
      let at = 0;
      for (const { from, to, newFrom, newTo } of diffLines(before, after)) {
        made.push(...before.slice(at, from));
        expect(made.length).toBe(newFrom);
        made.push(...after.slice(newFrom, newTo));
        at = to;
      }
      expect([...made, ...before.slice(at)]).toEqual(after);
    }),
  );
});

it('finds the fewest lines that differ, far apart too', () => {
  const before = Array.from({ length: 1000 }, (_, index) => `line ${index}`);
  const after = before.with(3, 'other').toSpliced(500, 0, 'new').toSpliced(900, 1);
  expect(diffLines(before, after)).toEqual([
    { from: 3, to: 4, newFrom: 3, newTo: 4 },
    { from: 500, to: 500, newFrom: 500, newTo: 501 },
    { from: 899, to: 900, newFrom: 900, newTo: 900 },
  ]);
});
