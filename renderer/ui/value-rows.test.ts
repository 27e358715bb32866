import { describe, expect, it } from 'vitest';
import { entryOf, piecesOf, previewOf, rangeSize, rowsOf } from './value-rows.ts';
import { mostHits, searchValue } from './value-search.ts';

const value = { name: 'report', tags: ['a', 'b'], deep: { 'x y': { far: 1 } } };

function search(root: unknown, text: string) {
  const steps = searchValue(root, text);
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

describe('the rows of a value', () => {
  it('opens the root and what is small below it, and nothing deeper', () => {
    const rows = rowsOf(value, new Map());
    expect(rows.map(({ depth, name, open }) => [depth, name, open])).toEqual([
      [0, undefined, true],
      [1, 'name', undefined],
      [1, 'tags', true],
      [2, 0, undefined],
      [2, 1, undefined],
      [1, 'deep', true],
      [2, 'x y', false],
    ]);
  });

  it('shows what was opened by hand, with the path that leads there', () => {
    const rows = rowsOf(value, new Map([['/deep/x y', true]]));
    expect(rows.at(-1)).toMatchObject({ name: 'far', segments: ['deep', 'x y', 'far'], value: 1 });
  });

  it('puts many entries into ranges, and ranges into ranges', () => {
    const many = Array.from({ length: rangeSize * 2 + 5 }, (_, index) => index);
    const rows = rowsOf(many, new Map());
    expect(rows.slice(1).map(({ name }) => name)).toEqual(['0 … 999', '1000 … 1999', '2000 … 2004']);
    const opened = rowsOf(many, new Map([[rows[3]?.key ?? '', true]]));
    expect(opened.at(-1)).toMatchObject({ name: 2004, segments: [2004], value: 2004, depth: 2 });
  });

  it('keeps apart keys that look like a path', () => {
    const tricky = { 'a/b': { c: 1 }, a: { 'b/c': 2, b: { c: 3 } } };
    const rows = rowsOf(tricky, new Map([['/a/b', true]]));
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it('reads own properties only', () => {
    expect(entryOf({}, 'constructor')).toBeUndefined();
    expect(rowsOf(JSON.parse('{"__proto__": {"x": 1}}'), new Map()).map(({ name }) => name)).toEqual([undefined, '__proto__', 'x']);
  });

  it('cuts a text into pieces that hold all of it', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');
    expect([...piecesOf(lines)].join('\n')).toBe(lines);
    const wide = '💡'.repeat(3000);
    const pieces = [...piecesOf(wide)];
    expect(pieces.join('')).toBe(wide);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  });

  it('opens a long text into its pieces', () => {
    const rows = rowsOf('first\nsecond', new Map());
    expect(rows.map(({ kind }) => kind)).toEqual(['value', 'text']);
    expect(rows[1]?.value).toBe('first\nsecond');
  });

  it('says in a line what a value is', () => {
    expect(previewOf({ a: 1, b: 2, c: 3, d: 4, e: 5 })).toBe('{ a, b, c, d, … 5 keys }');
    expect(previewOf([1, 2])).toBe('[2]');
    expect(previewOf('x'.repeat(500))).toHaveLength(123);
    expect(previewOf(null)).toBe('null');
  });
});

describe('searching in a value', () => {
  it('finds names and values, and shows only what leads there', () => {
    const { found, hits } = search(value, 'FAR');
    expect(hits).toBe(1);
    expect(rowsOf(value, new Map(), found).map(({ name, isHit }) => [name, isHit])).toEqual([
      [undefined, false],
      ['deep', false],
      ['x y', false],
      ['far', true],
    ]);
    expect(search(value, 'repo').hits).toBe(1);
    expect(search(value, 'nowhere').hits).toBe(0);
  });

  it('stops at enough, and says so', () => {
    const answer = search(
      Array.from({ length: 5000 }, () => 'same'),
      'same',
    );
    expect(answer).toMatchObject({ hits: mostHits, isCut: true });
  });

  it('gives way every few thousand values', () => {
    const steps = searchValue(
      Array.from({ length: 50_000 }, () => 1),
      'x',
    );
    expect(steps.next().done).toBe(false);
  });
});
