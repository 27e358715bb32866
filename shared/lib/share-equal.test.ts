import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareEqual } from './share-equal.ts';

describe('sharing what is equal', () => {
  it('says what the new value says, whatever the old one was', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.json({ maxDepth: 4 }), (before, after) => {
        expect(JSON.stringify(shareEqual(JSON.parse(before), JSON.parse(after)))).toBe(JSON.stringify(JSON.parse(after)));
      }),
    );
  });

  it('is the old value itself where nothing has changed', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const before: unknown = JSON.parse(text);
        expect(shareEqual(before, JSON.parse(text))).toBe(before);
      }),
    );
  });

  it('keeps the items that stay when one is added, taken away or changed', () => {
    const before = { steps: [{ id: 'a' }, { id: 'b', with: { path: 'x' } }, { id: 'c' }] };
    const after = shareEqual(before, { steps: [{ id: 'new' }, { id: 'b', with: { path: 'x' } }, { id: 'c', name: 'C' }] });
    expect(after.steps[1]).toBe(before.steps[1]);
    expect(after).toEqual({ steps: [{ id: 'new' }, { id: 'b', with: { path: 'x' } }, { id: 'c', name: 'C' }] });
  });

  it('takes another order of the keys for a change: it is the order of branches', () => {
    const after = shareEqual({ parallel: { a: [1], b: [2] } }, { parallel: { b: [2], a: [1] } });
    expect(Object.keys(after.parallel)).toEqual(['b', 'a']);
  });
});
