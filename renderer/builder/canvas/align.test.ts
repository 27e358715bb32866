import { describe, expect, it } from 'vitest';
import { align, distribute } from './align.ts';

const rects = new Map([
  ['a', { x: 0, y: 10, width: 100, height: 50 }],
  ['b', { x: 40, y: 100, width: 60, height: 30 }],
  ['c', { x: 300, y: 400, width: 100, height: 50 }],
]);

describe('aligning', () => {
  it('brings edges and middles to one line of what surrounds them all', () => {
    expect([...align(rects, 'left').values()].map(({ x }) => x)).toEqual([0, 0, 0]);
    expect([...align(rects, 'right').values()].map(({ x }) => x)).toEqual([300, 340, 300]);
    expect([...align(rects, 'center').values()].map(({ x }) => x)).toEqual([150, 170, 150]);
    expect([...align(rects, 'bottom').values()].map(({ y }) => y)).toEqual([400, 420, 400]);
  });

  it('leaves the other direction alone', () => {
    expect([...align(rects, 'left').values()].map(({ y }) => y)).toEqual([10, 100, 400]);
  });
});

describe('distributing', () => {
  it('keeps the ends and makes the gaps between equal', () => {
    const places = distribute(rects, 'down');
    const gaps = [(places.get('b')?.y ?? 0) - 60, 400 - (places.get('b')?.y ?? 0) - 30];
    expect(places.get('a')).toEqual({ x: 0, y: 10 });
    expect(places.get('c')).toEqual({ x: 300, y: 400 });
    expect(gaps[0]).toBe(gaps[1]);
  });

  it('does nothing to two', () => {
    const two = new Map([...rects].slice(0, 2));
    expect([...distribute(two, 'across')]).toEqual([
      ['a', { x: 0, y: 10 }],
      ['b', { x: 40, y: 100 }],
    ]);
  });
});
