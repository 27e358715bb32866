import { describe, expect, it } from 'vitest';
import { wirePath } from './wire-path.ts';

describe('a wire', () => {
  const source = { x: 100, y: 50 };

  it('goes the way of the layout while both ends stand where it put them', () => {
    const route = [
      { x: 0, y: 0 },
      { x: 0, y: 30 },
      { x: 80, y: 30 },
      { x: 80, y: 100 },
    ];
    expect(wirePath(source, { x: 180, y: 150 }, route).points).toEqual([source, { x: 100, y: 80 }, { x: 180, y: 80 }, { x: 180, y: 150 }]);
    expect(wirePath(source, { x: 300, y: 150 }, route).points).toEqual([
      source,
      { x: 100, y: 100 },
      { x: 300, y: 100 },
      { x: 300, y: 150 },
    ]);
  });

  it('keeps to the way of the layout though the ports stand a pixel inside of their borders', () => {
    const around = [
      { x: 0, y: 0 },
      { x: 30, y: 0 },
      { x: 30, y: 100 },
      { x: 0, y: 100 },
    ];
    expect(wirePath(source, { x: 100, y: 152 }, around).points).toContainEqual({ x: 130, y: 50 });
  });

  it('is one straight line between ports above each other, or nearly so', () => {
    expect(wirePath(source, { x: 100, y: 150 }, undefined).path).toBe('M100 50L100 150');
    expect(wirePath(source, { x: 103, y: 150 }, undefined).points).toHaveLength(2);
  });

  it('enters a step that stands above from above', () => {
    const { points } = wirePath(source, { x: 120, y: -200 }, undefined);
    expect(points.at(-2)?.y).toBeLessThan(-200);
    expect(points[1]?.y).toBeGreaterThan(50);
  });

  it('carries its label on its longest piece', () => {
    expect(wirePath(source, { x: 500, y: 150 }, undefined).label).toEqual({ x: 300, y: 100 });
  });
});
