import { expect, it } from 'vitest';
import type { Arranged, ListGraph } from './layout.ts';
import { rememberArranged } from './remember-arranged.ts';

const piece = (id: string, height = 40): ListGraph => ({ nodes: [{ id, width: 100, height, ports: {} }], edges: [] });
const arranged = (id: string): Arranged => ({ positions: new Map([[id, { x: 0, y: 0 }]]), routes: new Map() });

it('a piece that has not changed is not arranged again, one of another size is', async () => {
  const asked: number[] = [];
  const arrange = rememberArranged(async ({ nodes: [node] }) => {
    asked.push(node?.height ?? 0);
    return arranged(node?.id ?? '');
  });
  const first = await arrange(piece('a'));
  expect(await arrange(piece('a'))).toBe(first);
  await arrange(piece('a', 80));
  expect(asked).toEqual([40, 80]);
});

it('a piece that could not be arranged is tried again', async () => {
  let tries = 0;
  const arrange = rememberArranged(async () => {
    tries++;
    if (tries === 1) throw new Error('the worker is gone');
    return arranged('a');
  });
  await expect(arrange(piece('a'))).rejects.toThrow('the worker is gone');
  expect((await arrange(piece('a'))).positions.has('a')).toBe(true);
});
