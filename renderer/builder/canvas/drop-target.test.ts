import { describe, expect, it } from 'vitest';
import { absoluteRects } from '../../canvas/absolute-rects.ts';
import type { Rect } from '../../canvas/rect.ts';
import { wireShapes } from '../../canvas/wire-shapes.ts';
import { containerAt, wireAt, wiresAcross } from './drop-target.ts';
import { drawText } from './test-drawing.ts';

const text = `pawl: 1
name: Test
steps:
  - { id: first, delay: 1s }
  - { id: second, delay: 1s }
  - id: outer
    forEach: [1]
    steps:
      - id: both
        parallel:
          left: [{ id: inner, delay: 1s }]
          right: [{ id: other, delay: 1s }]
`;

async function draw() {
  const { graph, layout } = await drawText(text);
  const rects = absoluteRects(graph, layout);
  return { graph, rects, wires: wireShapes(graph, layout, rects) };
}

describe('what a drop falls into', () => {
  it('is the innermost box or lane around it', async () => {
    const { graph, rects } = await draw();
    expect(containerAt(graph, rects, middleOf(rects, 'inner'))?.id).toBe('lane:both/left');
    expect(containerAt(graph, rects, middleOf(rects, 'other'))?.id).toBe('lane:both/right');
    expect(containerAt(graph, rects, middleOf(rects, 'first'))).toBeUndefined();
    const { x, y } = rectOf(rects, 'outer');
    expect(containerAt(graph, rects, { x: x + 5, y: y + 5 })?.id).toBe('outer');
  });

  it('is never what is dragged, nor what stands in it', async () => {
    const { graph, rects } = await draw();
    expect(containerAt(graph, rects, middleOf(rects, 'inner'), new Set(['both']))?.id).toBe('outer');
    expect(containerAt(graph, rects, middleOf(rects, 'inner'), new Set(['outer']))).toBeUndefined();
  });
});

describe('a wire', () => {
  it('is hit within reach, the nearest first', async () => {
    const { rects, wires } = await draw();
    const between = { x: middleOf(rects, 'first').x, y: (middleOf(rects, 'first').y + middleOf(rects, 'second').y) / 2 };
    expect(wireAt(wires, { ...between, x: between.x + 10 }, 12)?.edge.id).toBe('first>second:success');
    expect(wireAt(wires, { ...between, x: between.x + 14 }, 12)).toBeUndefined();
  });

  it('is cut by a stroke across it, and by no other', async () => {
    const { rects, wires } = await draw();
    const { x, y } = middleOf(rects, 'second');
    const below = rectOf(rects, 'second').y + rectOf(rects, 'second').height + 20;
    const across = [
      { x: x - 50, y: below },
      { x: x - 10, y: below },
      { x: x + 50, y: below + 5 },
    ];
    expect(wiresAcross(wires, across).map(({ edge }) => edge.id)).toEqual(['second>outer:success']);
    expect(
      wiresAcross(wires, [
        { x: x + 20, y: y - 200 },
        { x: x + 20, y: y + 200 },
      ]),
    ).toEqual([]);
    expect(wiresAcross(wires, [{ x, y: below }])).toEqual([]);
  });
});

function rectOf(rects: ReadonlyMap<string, Rect>, id: string): Rect {
  const rect = rects.get(id);
  if (rect === undefined) throw new Error(`${id} has no place`);
  return rect;
}

function middleOf(rects: ReadonlyMap<string, Rect>, id: string): { x: number; y: number } {
  const { x, y, width, height } = rectOf(rects, id);
  return { x: x + width / 2, y: y + height / 2 };
}
