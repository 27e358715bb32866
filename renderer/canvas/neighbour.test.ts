import ELK from 'elkjs';
import { describe, expect, it } from 'vitest';
import { absoluteRects } from './absolute-rects.ts';
import { arrangeInSegments } from './arrange-in-segments.ts';
import { createArrange } from './arrange-with-elk.ts';
import { graphOf } from './graph-of.ts';
import { layOut } from './layout.ts';
import { type Direction, neighbourOf } from './neighbour.ts';
import { branching, documentOf, nested } from './test-document.ts';

const arrange = arrangeInSegments(createArrange(new ELK()));

async function walk(steps: string, from: string | undefined, ...keys: Direction[]): Promise<string | undefined> {
  const graph = graphOf(documentOf(steps, 'triggers: [{ id: hand, type: manual }]\nfinally: [{ id: clean, delay: 1s }]'));
  const rects = absoluteRects(graph, await layOut(graph, {}, arrange));
  return keys.reduce((current, key) => neighbourOf(graph, rects, current, key), from);
}

describe('the arrow keys', () => {
  it('begin at the top', async () => {
    expect(await walk(branching, undefined, 'down')).toBe('trigger:hand');
  });

  it('follow edges down and back up', async () => {
    expect(await walk(branching, 'trigger:hand', 'down', 'down')).toBe('matters');
    expect(await walk(branching, 'last', 'up', 'up')).toBe('matters');
  });

  it('go aside to what stands beside', async () => {
    expect(await walk(branching, 'yes', 'right')).toBe('no');
    expect(await walk(branching, 'no', 'left')).toBe('yes');
  });

  it('go through a box and out of it', async () => {
    expect(await walk(nested, 'each', 'down')).toBe('first');
    expect(await walk(nested, 'each', 'down', 'down', 'down')).toBe('both');
    expect(await walk(nested, 'both', 'up')).toBe('second');
    expect(await walk(nested, 'first', 'up')).toBe('each');
  });

  it('reach the steps of the end', async () => {
    expect(await walk(branching, 'last', 'down')).toBe('clean');
    expect(await walk(branching, 'clean', 'up')).toBe('last');
  });
});
