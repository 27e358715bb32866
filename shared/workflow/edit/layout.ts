import { isMap, isScalar, type Node } from 'yaml';
import { workflowSchema } from '../schema.ts';
import type { Position } from './edit.ts';
import type { StepMap, StepTree } from './step-tree.ts';
import { setKey } from './yaml-node.ts';

export const workflowKeys = Object.keys(workflowSchema.shape);

/** Writes places, rounded to whole points; `null` takes one out. */
export function placeSteps(tree: StepTree, positions: Readonly<Record<string, Position | null>>): void {
  for (const [id, position] of Object.entries(positions)) {
    if (position === null) removePlace(tree, id);
    else setPlace(tree, id, { x: Math.round(position.x), y: Math.round(position.y) });
  }
}

export function positionOf(tree: StepTree, id: string): Position | undefined {
  const place = layoutOf(tree)?.get(id, true);
  if (!isMap(place)) return undefined;
  const [x, y] = [place.get('x'), place.get('y')];
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : undefined;
}

export function renamePlace(tree: StepTree, from: string, to: string): void {
  for (const { key } of layoutOf(tree)?.items ?? []) if (isScalar(key) && key.value === from) key.value = to;
}

function layoutOf({ root }: StepTree): StepMap | undefined {
  const layout = root.get('layout', true);
  return isMap<Node, Node | null>(layout) ? layout : undefined;
}

function setPlace(tree: StepTree, id: string, { x, y }: Position): void {
  const { yaml, root } = tree;
  let layout = layoutOf(tree);
  if (layout === undefined) {
    layout = yaml.createNode({}) as unknown as StepMap;
    setKey(root, 'layout', layout, workflowKeys);
  }
  const old = layout.get(id, true);
  if (isMap(old)) {
    old.set('x', x);
    old.set('y', y);
    return;
  }
  const place = yaml.createNode({ x, y });
  place.flow = true;
  if (layout.items.length === 0) delete layout.flow;
  setKey(layout, id, place, []);
}

function removePlace(tree: StepTree, id: string): void {
  const layout = layoutOf(tree);
  if (layout === undefined || !layout.has(id)) return;
  layout.delete(id);
  if (layout.items.length === 0) tree.root.delete('layout');
}
