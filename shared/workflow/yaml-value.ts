import { type Alias, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { JsonPath } from './json-path.ts';

/** Values that aliases may add to a document, counted as if each alias were written out. */
const MAX_ALIASED_VALUES = 20_000;
const CORE_TAG = /^tag:yaml\.org,2002:(?:map|seq|str|int|float|bool|null)$/;

export interface YamlFault {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
  readonly path: JsonPath;
}

export interface YamlValue {
  /** JSON. Values behind one anchor are shared, so that an alias costs nothing. */
  readonly value: unknown;
  /** What each alias stands for, to find positions through it. */
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly faults: YamlFault[];
}

interface Measured {
  readonly value: unknown;
  /** Values in it, itself included, aliases written out. */
  readonly size: number;
  readonly height: number;
}

interface Anchor {
  readonly node: Node;
  /** Absent while the anchored value is still being read: an alias to it would contain itself. */
  measured?: Measured;
}

/** Turns composed nodes into JSON and finds what the YAML library would let pass or answer only by throwing. */
export function readValue(root: Node | null, maxNesting: number): YamlValue {
  const faults: YamlFault[] = [];
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, Anchor>();
  let aliasedValues = 0;

  const fault = (code: string, message: string, node: Node, path: JsonPath): Measured => {
    faults.push({ code, message, offset: node.range?.[0] ?? 0, path });
    return NOTHING;
  };

  const read = (node: Node | null, path: JsonPath): Measured => {
    if (node === null) return NOTHING;
    if (isAlias(node)) return readAlias(node, path);
    if (node.tag !== undefined && !CORE_TAG.test(node.tag)) {
      return fault('CUSTOM_TAG', `The tag ${node.tag} is not allowed: a workflow is plain data`, node, path);
    }
    const anchor: Anchor | undefined = node.anchor === undefined ? undefined : { node };
    if (node.anchor !== undefined && anchor !== undefined) anchors.set(node.anchor, anchor);
    const measured = readPlain(node, path);
    if (anchor !== undefined) anchor.measured = measured;
    return measured;
  };

  const readAlias = (node: Alias, path: JsonPath): Measured => {
    const anchor = anchors.get(node.source);
    if (anchor === undefined) return fault('UNKNOWN_ALIAS', `The alias *${node.source} has no anchor &${node.source} above it`, node, path);
    if (anchor.measured === undefined)
      return fault('RECURSIVE_ALIAS', `The alias *${node.source} stands inside its own anchor`, node, path);
    targets.set(node, anchor.node);
    const before = aliasedValues;
    aliasedValues += anchor.measured.size;
    if (aliasedValues > MAX_ALIASED_VALUES) {
      const message = `The aliases would multiply this document to more than ${MAX_ALIASED_VALUES} values`;
      return before > MAX_ALIASED_VALUES ? NOTHING : fault('ALIAS_BOMB', message, node, path);
    }
    return anchor.measured;
  };

  const readPlain = (node: Node, path: JsonPath): Measured => {
    if (isScalar(node)) {
      if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
        return fault('NOT_JSON', 'Infinity and NaN are no JSON numbers', node, path);
      }
      return { value: node.value, size: 1, height: 0 };
    }
    let size = 1;
    let height = 0;
    const child = (from: Node | null, segment: string | number): unknown => {
      const measured = read(from, [...path, segment]);
      size += measured.size;
      height = Math.max(height, measured.height + 1);
      return measured.value;
    };
    const value = isMap<Node, Node | null>(node) ? readMap(node.items, path, child) : isSeq<Node>(node) ? node.items.map(child) : null;
    if (height > maxNesting) return fault('TOO_DEEP', `Lists and maps are nested more than ${maxNesting} deep`, node, path);
    return { value, size, height };
  };

  const readMap = (
    pairs: readonly { readonly key: Node; readonly value: Node | null }[],
    path: JsonPath,
    child: (node: Node | null, key: string) => unknown,
  ): Record<string, unknown> => {
    const map: Record<string, unknown> = {};
    for (const { key: keyNode, value } of pairs) {
      const key = isScalar(keyNode) ? String(keyNode.value) : '';
      const keyPath = [...path, key];
      if (!isScalar(keyNode)) fault('WRONG_KEY', 'A key must be a text', keyNode, path);
      else if (key === '__proto__') fault('WRONG_KEY', 'The key __proto__ is not allowed', keyNode, keyPath);
      else if (Object.hasOwn(map, key)) fault('DUPLICATE_KEY', `The key \`${key}\` stands twice in this map`, keyNode, keyPath);
      else map[key] = child(value, key);
    }
    return map;
  };

  const { value } = read(root, []);
  return { value, targets, faults };
}

const NOTHING: Measured = { value: null, size: 1, height: 0 };
