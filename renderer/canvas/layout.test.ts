import ELK from 'elkjs';
import { describe, expect, it } from 'vitest';
import { absoluteRects } from './absolute-rects.ts';
import { arrangeInSegments } from './arrange-in-segments.ts';
import { createArrange } from './arrange-with-elk.ts';
import { type DrawnDocument, graphOf } from './graph-of.ts';
import { type Arrange, type ListGraph, layOut } from './layout.ts';
import { overlaps, type Rect } from './rect.ts';
import { branching, documentOf, nested } from './test-document.ts';

const arrange = arrangeInSegments(createArrange(new ELK()));

describe('the layout', () => {
  it('stands every step below those that it waits for, and none on another', async () => {
    const graph = graphOf(documentOf(branching));
    const { nodes } = await layOut(graph, {}, arrange);
    for (const { from, to } of graph.edges) expect(rectOf(nodes, to).y).toBeGreaterThanOrEqual(bottomOf(rectOf(nodes, from)));
    expectApart([...nodes.values()]);
  });

  it('stands the ways of an if in their order', async () => {
    const { nodes } = await layOut(graphOf(documentOf(branching)), {}, arrange);
    expect(rectOf(nodes, 'yes').x).toBeLessThan(rectOf(nodes, 'no').x);
  });

  it('makes boxes as large as what they hold', async () => {
    const graph = graphOf(documentOf(nested));
    const layout = await layOut(graph, {}, arrange);
    const rects = absoluteRects(graph, layout);
    for (const { id, parent } of graph.nodes) {
      if (parent === undefined) continue;
      const [inner, outer] = [rectOf(rects, id), rectOf(rects, parent)];
      expect(inner.x, id).toBeGreaterThan(outer.x);
      expect(inner.y, id).toBeGreaterThan(outer.y);
      expect(inner.x + inner.width, id).toBeLessThan(outer.x + outer.width);
      expect(bottomOf(inner), id).toBeLessThan(bottomOf(outer));
    }
    expectApart([rectOf(rects, 'lane:both/left'), rectOf(rects, 'lane:both/right')]);
  });

  it('leaves what the document places where it is, and asks for nothing when all is placed', async () => {
    const document = documentOf('  - { id: a, action: log, with: { message: a } }\n  - { id: b, action: log, with: { message: b } }');
    const asked: ListGraph[] = [];
    const { nodes } = await layOut(graphOf(document), { a: { x: 500, y: -20 }, b: { x: 3, y: 4 } }, recording(asked));
    expect(asked).toEqual([]);
    expect(nodes.get('a')).toMatchObject({ x: 500, y: -20 });
    expect(nodes.get('b')).toMatchObject({ x: 3, y: 4 });
  });

  it('stands a new step below the placed one that it follows, out of the way of others', async () => {
    const document = documentOf(branching);
    const placed = { read: { x: 900, y: 100 }, matters: { x: 900, y: 300 }, yes: { x: 880, y: 500 } };
    const { nodes } = await layOut(graphOf(document), placed, arrange);
    expect(nodes.get('matters')).toMatchObject({ x: 900, y: 300 });
    expect(rectOf(nodes, 'no').x).toBeGreaterThan(700);
    expect(rectOf(nodes, 'no').y).toBeGreaterThanOrEqual(bottomOf(rectOf(nodes, 'matters')));
    expectApart([...nodes.values()]);
  });

  it('keeps the steps of the end below all others', async () => {
    const document = documentOf(branching, 'finally: [{ id: clean, action: log, with: { message: c } }]');
    const graph = graphOf(document);
    const { nodes } = await layOut(graph, {}, arrange);
    const lowest = Math.max(
      ...graph.nodes.filter(({ parent, type }) => parent === undefined && type !== 'area').map(({ id }) => bottomOf(rectOf(nodes, id))),
    );
    expect(rectOf(nodes, 'finally:').y).toBeGreaterThan(lowest);
  });

  it('draws a workflow whose steps wait for each other in a circle', async () => {
    const circle: DrawnDocument = {
      steps: [
        { id: 'a', action: 'log', needs: ['b'] },
        { id: 'b', action: 'log', needs: ['a'] },
      ],
    };
    const { nodes } = await layOut(graphOf(circle), {}, arrange);
    expectApart([...nodes.values()]);
    expect(nodes.size).toBe(2);
  });

  it('arranges a list again only when its shape changes', async () => {
    let runs = 0;
    const elk = new ELK();
    const counting = createArrange({
      layout: (graph, args) => {
        runs++;
        return elk.layout(graph, args);
      },
    });
    await layOut(graphOf(documentOf(branching)), {}, counting);
    await layOut(graphOf(documentOf(branching.replace('a.txt', 'b.txt'))), {}, counting);
    expect(runs).toBe(1);
    await layOut(graphOf(documentOf(`${branching}\n  - { id: more, delay: 1s }`)), {}, counting);
    expect(runs).toBe(2);
  });
});

function recording(asked: ListGraph[]): Arrange {
  return (list) => {
    asked.push(list);
    return arrange(list);
  };
}

function expectApart(rects: readonly Rect[]): void {
  for (const [index, rect] of rects.entries()) for (const other of rects.slice(index + 1)) expect(overlaps(rect, other)).toBe(false);
}

function rectOf(rects: ReadonlyMap<string, Rect>, id: string): Rect {
  const rect = rects.get(id);
  if (rect === undefined) throw new Error(`${id} has no place`);
  return rect;
}

function bottomOf({ y, height }: Rect): number {
  return y + height;
}
