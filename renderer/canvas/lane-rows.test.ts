import { describe, expect, it } from 'vitest';
import { laneRows } from './lane-rows.ts';
import { boundsOf, overlaps } from './rect.ts';

const sizes = (count: number) => Array.from({ length: count }, (_, index) => ({ width: 288, height: 100 + (index % 7) * 10 }));

describe('the branches of a box', () => {
  it('stand beside each other, all as high as the highest, while they are few', () => {
    const rects = laneRows(sizes(6));
    expect(new Set(rects.map(({ y, height }) => `${y} ${height}`))).toEqual(new Set(['0 150']));
    expect(rects.map(({ x }) => x)).toEqual([0, 300, 600, 900, 1200, 1500]);
  });

  it('stand in rows about as wide as a window when they are many, in their order and none on another', () => {
    for (const count of [7, 20, 200, 1000]) {
      const rects = laneRows(sizes(count));
      const { width, height } = boundsOf(rects);
      expect(width / height, String(count)).toBeLessThan(count === 7 ? 8 : 3);
      for (const [index, rect] of rects.entries()) {
        const next = rects[index + 1];
        if (next === undefined) continue;
        expect(overlaps(rect, next)).toBe(false);
        expect(next.y > rect.y || next.x > rect.x).toBe(true);
      }
    }
  });
});
