import { type Document, isAlias, isCollection, isNode, isScalar, type Node, Pair, Scalar } from 'yaml';
import { formatPath } from '../expression/path.ts';
import type { JsonPath } from '../json-path.ts';
import { EditRefused } from './refused.ts';
import type { StepMap } from './step-tree.ts';

/** Sets a key of a map in place, or puts it where the order of keys has it; what is written already keeps its comments and its place. */
export function setKey(map: StepMap, key: string, value: Node, order: readonly string[]): void {
  const old = map.items.find((pair) => keyOf(pair) === key);
  if (old !== undefined) {
    if (isNode(old.value)) keepComments(old.value, value);
    old.value = value;
    return;
  }
  const rank = order.indexOf(key);
  const before = rank < 0 ? -1 : map.items.findIndex((pair) => order.indexOf(keyOf(pair)) > rank);
  const pair = new Pair<Node, Node | null>(new Scalar(key), value);
  if (before < 0) map.items.push(pair);
  else map.items.splice(before, 0, pair);
}

/** Sets or, with `undefined`, takes out what stands at the path inside the map. Missing parents are made, emptied ones of `prunable` keys go. */
export function setAt(
  map: StepMap,
  path: JsonPath,
  value: unknown,
  { yaml, order, prunable }: { readonly yaml: Document.Parsed; readonly order: readonly string[]; readonly prunable: ReadonlySet<string> },
): void {
  const [head, ...rest] = path;
  if (head === undefined || typeof head === 'number') throw new EditRefused('WRONG_KEY', 'An edit must name a key');
  if (path.includes('__proto__')) throw new EditRefused('WRONG_KEY', 'The key __proto__ is not allowed');
  requireNoAlias(map, path);
  if (value === undefined) {
    if (map.hasIn(path)) map.deleteIn(path);
    for (let length = rest.length; length > 0; length--) {
      const parent = path.slice(0, length);
      const node = map.getIn(parent, true);
      if (!isCollection(node) || node.items.length > 0 || !prunable.has(head)) break;
      map.deleteIn(parent);
    }
    return;
  }
  if (rest.length === 0 || !isCollection(map.get(head, true))) {
    const whole = rest.reduceRight<unknown>((inner, segment) => (typeof segment === 'number' ? [inner] : { [segment]: inner }), value);
    setKey(map, head, nodeOf(whole, map.get(head, true), yaml), order);
    return;
  }
  const old = map.getIn(path, true);
  const node = nodeOf(value, old, yaml);
  if (isNode(old) && node !== old) keepComments(old, node);
  map.setIn(path, node);
}

/** A scalar keeps its node, so that it keeps the way it is written (quotes, block) as far as the new value allows. */
function nodeOf(value: unknown, old: unknown, yaml: Document.Parsed): Node {
  if (isScalar(old) && typeof old.value === 'string' && typeof value === 'string') {
    old.value = value;
    if (isBlock(old) && !value.includes('\n')) delete old.type;
    return old;
  }
  const made = yaml.createNode(value, { aliasDuplicateObjects: false });
  if (!isNode(made)) throw new Error('The YAML library made no node of a value');
  if (isCollection(made) && isCollection(old) && old.flow === true) made.flow = true;
  return made;
}

function isBlock({ type }: Scalar): boolean {
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';
}

function requireNoAlias(map: StepMap, path: JsonPath): void {
  for (let length = 1; length < path.length; length++) {
    const parent = path.slice(0, length);
    const node = map.getIn(parent, true);
    if (node === undefined || node === null) return;
    if (isAlias(node)) {
      throw new EditRefused(
        'BEHIND_ALIAS',
        `${formatPath(parent)} is an alias (*${node.source}): write its content out, or edit it at the anchor &${node.source}`,
      );
    }
    if (!isCollection(node)) {
      // Only an empty value may be grown into a map.
      if (isScalar(node) && node.value === null) return;
      if (length > 1)
        throw new EditRefused('WRONG_TYPE', `${formatPath(path)} cannot be set: ${formatPath(parent)} is neither a list nor a map`);
    }
  }
}

export function keepComments(from: Node, to: Node): void {
  if (from === to) return;
  if (from.commentBefore) to.commentBefore = from.commentBefore;
  if (from.comment) to.comment = from.comment;
  if (from.spaceBefore) to.spaceBefore = true;
}

export function keyOf({ key }: { readonly key: unknown }): string {
  return isScalar(key) ? String(key.value) : String(key);
}
