import { Places } from './places.ts';
import type { ListNode, MapNode, PairNode, Placed, Span, ValueNode } from './syntax-tree.ts';

export type Raw = Record<string, unknown>;

export interface ScriptFault {
  readonly code: string;
  readonly message: string;
  readonly at: number;
}

/** What is known while a tree becomes a document. */
export class Lowering {
  readonly places = new Places();
  readonly faults: ScriptFault[] = [];

  put(holder: Raw, key: string, value: unknown, span: Span | undefined): void {
    holder[key] = value;
    if (span !== undefined) this.places.put(holder, key, span);
  }

  putText(holder: Raw, key: string, text: Placed<unknown> | undefined): void {
    if (text !== undefined) this.put(holder, key, text.value, text);
  }

  putPairs(holder: Raw, pairs: readonly PairNode[]): void {
    for (const { key, value } of pairs) {
      if (Object.hasOwn(holder, key.value)) this.fault('DUPLICATE_KEY', `\`${key.value}\` stands twice here`, key);
      else if (key.value === '__proto__') this.fault('WRONG_KEY', 'The key __proto__ is not allowed', key);
      else this.put(holder, key.value, this.valueOf(value), value);
    }
  }

  mapOf(pairs: readonly PairNode[]): Raw {
    const map: Raw = {};
    this.putPairs(map, pairs);
    return map;
  }

  listOf(items: readonly ValueNode[]): unknown[] {
    const list: unknown[] = [];
    for (const [index, item] of items.entries()) {
      list.push(this.valueOf(item));
      this.places.put(list, index, item);
    }
    return list;
  }

  valueOf(node: ValueNode): unknown {
    if (isList(node)) return this.listOf(node.items);
    return isMap(node) ? this.mapOf(node.pairs) : node.value;
  }

  fault(code: string, message: string, { from }: Pick<Span, 'from'>): void {
    this.faults.push({ code, message, at: from });
  }
}

function isList(node: ValueNode): node is ListNode {
  return 'items' in node;
}

function isMap(node: ValueNode): node is MapNode {
  return 'pairs' in node;
}
