import { describe, expect, it } from 'vitest';
import { fitBounds } from './fit-bounds.ts';

const left = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 0, width: 1280, height: 1024 };
const saved = (x: number, y: number, width = 1000, height = 700) => ({ x, y, width, height, maximized: false });

describe('where the window opens', () => {
  it('is where it was left', () => {
    expect(fitBounds(saved(2000, 100), [left, right])).toEqual({ x: 2000, y: 100, width: 1000, height: 700 });
  });

  it('is on a screen that is there, when the one it was on is gone', () => {
    expect(fitBounds(saved(2000, 100), [left])).toEqual({ width: 1000, height: 700 });
  });

  it('is never larger than the screen, nor too small to use', () => {
    expect(fitBounds(saved(0, 0, 5000, 5000), [left])).toEqual({ x: 0, y: 0, width: 1920, height: 1040 });
    expect(fitBounds(saved(0, 0, 110, 110), [left])).toMatchObject({ width: 720, height: 480 });
    expect(fitBounds(undefined, [{ x: 0, y: 0, width: 800, height: 600 }])).toEqual({ width: 800, height: 600 });
  });
});
