import type { JsonPath } from '../json-path.ts';
import type { Span } from './syntax-tree.ts';

/** Where the values of a document are written, by what holds them. */
export class Places {
  readonly #byHolder = new Map<object, Map<string | number, Span>>();

  put(holder: object, key: string | number, { from, to }: Span): void {
    const known = this.#byHolder.get(holder) ?? new Map<string | number, Span>();
    this.#byHolder.set(holder, known);
    known.set(key, { from, to });
  }

  /** Of the value at the path, or of the nearest that holds it; `isExact` tells which. */
  find(root: unknown, path: JsonPath): { readonly span: Span | undefined; readonly isExact: boolean; readonly value: unknown } {
    let value = root;
    let span: Span | undefined;
    let isExact = path.length === 0;
    for (const segment of path) {
      if (typeof value !== 'object' || value === null) return { span, isExact: false, value: undefined };
      const found = this.#byHolder.get(value)?.get(segment);
      isExact = found !== undefined;
      span = found ?? span;
      value = (value as Readonly<Record<string | number, unknown>>)[segment];
    }
    return { span, isExact, value };
  }
}
