import type { JsonPath } from '../json-path.ts';

export type Raw = Readonly<Record<string, unknown>>;

/** A foreign way of writing workflows that is lifted to the canonical document on load. What it does not know it leaves as it is. */
export interface Dialect {
  readonly name: 'agent' | 'action';
  speaks(document: Raw): boolean;
  /** Notes in `origins` where everything came from that does not stand at its own place. */
  lift(document: Raw, origins: Origins): Raw;
}

interface Branch {
  source?: JsonPath;
  readonly inside: Map<string | number, Branch>;
}

/** From places in the canonical document back to places in the text that was loaded. */
export class Origins {
  readonly #root: Branch = { source: [], inside: new Map() };

  /** What stands at `canonical`, and everything in it that is not noted itself, came from `source`. */
  note(canonical: JsonPath, source: JsonPath): void {
    let branch = this.#root;
    for (const segment of canonical) {
      const next = branch.inside.get(segment) ?? { inside: new Map() };
      branch.inside.set(segment, next);
      branch = next;
    }
    branch.source = source;
  }

  sourceOf(canonical: JsonPath): JsonPath {
    let source: JsonPath = [];
    let branch: Branch | undefined = this.#root;
    for (const segment of canonical) {
      branch = branch?.inside.get(segment);
      source = branch?.source ?? [...source, segment];
    }
    return source;
  }
}

/** The object with some keys renamed and noted; keys that are renamed to undefined are left out. */
export function renameKeys(
  object: Raw,
  names: Readonly<Record<string, string | undefined>>,
  place: { readonly canonical: JsonPath; readonly source: JsonPath; readonly origins: Origins },
): Record<string, unknown> {
  const renamed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) {
    const name = Object.hasOwn(names, key) ? names[key] : key;
    if (name === undefined) continue;
    if (name !== key) place.origins.note([...place.canonical, name], [...place.source, key]);
    renamed[name] = value;
  }
  return renamed;
}
