import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { JsonPath } from './json-path.ts';

export type NodeSide = 'key' | 'value';

export interface NodeTree {
  readonly root: Node | null;
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly text: string;
}

/** The offset in the text of the value (or its key) at `path`, or of the nearest parent that exists. */
export function locateNode(tree: NodeTree, path: JsonPath, side: NodeSide, offsetInText: number): number {
  let node = tree.root;
  let found = startOf(node) ?? 0;
  for (const [index, segment] of path.entries()) {
    const isLast = index === path.length - 1;
    const container = isAlias(node) ? tree.targets.get(node) : node;
    if (isMap<Node, Node | null>(container)) {
      const pair: Pair<Node, Node | null> | undefined = container.items.find(({ key }) => isScalar(key) && key.value === segment);
      if (pair === undefined) return found;
      node = pair.value;
      const key = startOf(pair.key) ?? found;
      found = (isLast && side === 'key') || isEmpty(node) ? key : (startOf(node) ?? key);
    } else if (isSeq<Node>(container) && typeof segment === 'number') {
      node = container.items[segment] ?? null;
      if (node === null) return found;
      found = startOf(node) ?? found;
    } else {
      return found;
    }
  }
  return side === 'key' ? found : found + offsetInside(node, tree.text, offsetInText);
}

/** Where the value at `path` begins and ends, without what is blank behind it: that may be the indent of the next. Undefined when there is none. */
export function rangeOfNode(tree: NodeTree, path: JsonPath): { readonly from: number; readonly to: number } | undefined {
  let node = tree.root;
  for (const segment of path) {
    const container = isAlias(node) ? tree.targets.get(node) : node;
    if (isMap<Node, Node | null>(container))
      node = container.items.find(({ key }) => isScalar(key) && key.value === segment)?.value ?? null;
    else if (isSeq<Node>(container) && typeof segment === 'number') node = container.items[segment] ?? null;
    else return undefined;
  }
  const range = node?.range;
  if (range === undefined || range === null) return undefined;
  const [from, to] = range;
  return { from, to: from + tree.text.slice(from, to).trimEnd().length };
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}

/** `key:` with nothing after it: the null stands nowhere that an editor could show. */
function isEmpty(node: Node | null): boolean {
  return node === null || node.range?.[0] === node.range?.[1];
}

/** How far into the source a character of a text value stands; 0 unless the text up to it is written as it is. */
function offsetInside(node: Node | null, text: string, offset: number): number {
  if (offset === 0 || !isScalar(node) || typeof node.value !== 'string') return 0;
  const start = node.range?.[0] ?? 0;
  const quote = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0;
  return text.startsWith(node.value.slice(0, offset), start + quote) ? quote + offset : 0;
}
