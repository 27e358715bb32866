import ELK from 'elkjs';
import { describe, expect, it } from 'vitest';
import { arrangeInSegments } from './arrange-in-segments.ts';
import { createArrange } from './arrange-with-elk.ts';
import type { ListGraph } from './layout.ts';
import { segmentsOf } from './segments.ts';

/** `a>b` is an edge, `a` alone a step. */
function listOf(...lines: readonly string[]): ListGraph {
  const ids = [...new Set(lines.flatMap((line) => line.split('>')))];
  return {
    nodes: ids.map((id) => ({ id, width: 100, height: 50, ports: { success: 50 } })),
    edges: lines.flatMap((line) => {
      const [from, to] = line.split('>');
      return from === undefined || to === undefined ? [] : [{ id: line, from, to, port: 'success' }];
    }),
  };
}

function cut(...lines: readonly string[]): string[] {
  return segmentsOf(listOf(...lines)).map(({ nodes }) => nodes.map(({ id }) => id).join(''));
}

describe('a list is cut', () => {
  it('at every step of a chain', () => {
    expect(cut('a>b', 'b>c', 'c>d')).toEqual(['ab', 'bc', 'cd']);
  });

  it('where branches come together, not beside what hangs off', () => {
    expect(cut('a>b', 'a>c', 'b>d', 'c>d', 'd>e')).toEqual(['abcd', 'de']);
    expect(cut('a>b', 'a>x', 'b>c', 'c>d')).toEqual(['abxc', 'cd']);
  });

  it('nowhere that an edge goes past, or something stands apart', () => {
    expect(cut('a>b', 'b>c', 'a>c')).toEqual(['abc']);
    expect(cut('a>b', 'b>c', 'x>y')).toEqual(['abcxy']);
    expect(cut('a>x', 'a>b', 'b>c')).toEqual(['axbc']);
    expect(cut('a', 'b')).toEqual(['ab']);
  });

  it('nowhere in a circle, nor when there is nothing', () => {
    expect(cut('a>b', 'b>a')).toEqual(['ab']);
    expect(segmentsOf({ nodes: [], edges: [] })).toHaveLength(1);
  });
});

describe('the pieces', () => {
  it('hold every step and every edge, and each follows on the one before', () => {
    const list = listOf('t>a', 'u>a', 'a>b', 'a>c', 'b>d', 'c>d', 'd>e', 'e>f', 'e>g', 'g>h', 'f>i', 'h>i');
    const pieces = segmentsOf(list);
    expect(pieces.flatMap(({ edges }) => edges.map(({ id }) => id)).sort()).toEqual(list.edges.map(({ id }) => id).sort());
    for (const [index, { nodes }] of pieces.slice(1).entries()) {
      expect(nodes.filter(({ id }) => pieces[index]?.nodes.some((node) => node.id === id))).toHaveLength(1);
    }
  });

  it('are joined without a step on another, and a chain asks for no algorithm', async () => {
    let asked = 0;
    const elk = createArrange(new ELK());
    const arrange = arrangeInSegments((list) => {
      asked++;
      return elk(list);
    });
    const chain = await arrange(listOf('a>b', 'b>c'));
    expect(asked).toBe(0);
    expect([...chain.positions.values()]).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 106 },
      { x: 0, y: 212 },
    ]);
    const list = listOf('t>a', 'u>a', 'a>b', 'a>c', 'b>d', 'c>d', 'd>e', 'e>f', 'e>x');
    const { positions } = await arrange(list);
    expect(positions.size).toBe(list.nodes.length);
    for (const [a, at] of positions) {
      for (const [b, other] of positions) {
        if (a < b) expect(Math.abs(at.x - other.x) >= 100 || Math.abs(at.y - other.y) >= 50, `${a} ${b}`).toBe(true);
      }
    }
    for (const { from, to } of list.edges) expect((positions.get(to)?.y ?? 0) - (positions.get(from)?.y ?? 0)).toBeGreaterThanOrEqual(106);
  });
});
