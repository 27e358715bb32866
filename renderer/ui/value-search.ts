import type { PathSegment } from '../../shared/workflow/expression/path.ts';

/** What was found below a value, as a tree of its own. */
export interface Found {
  isHit: boolean;
  readonly children: Map<PathSegment, Found>;
}

export interface SearchState {
  readonly found: Found;
  readonly hits: number;
  /** There may be more. */
  readonly isCut: boolean;
}

export const mostHits = 500;
const nodesPerTurn = 20_000;

/**
 * Looks for a text in names and in values, without regard to case. Yields where it stands after every few thousand values, so that who calls
 * can let the page breathe; the last state is the answer.
 */
export function* searchValue(value: unknown, text: string): Generator<SearchState, SearchState> {
  const wanted = text.toLowerCase();
  const root: Found = { isHit: false, children: new Map() };
  const stack: { value: unknown; path: Trail | undefined }[] = [{ value, path: undefined }];
  let hits = 0;
  let seen = 0;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (isHit(at.value, at.path?.name, wanted)) {
      mark(root, at.path);
      if (++hits === mostHits) return { found: root, hits, isCut: true };
    }
    if (typeof at.value === 'object' && at.value !== null) {
      const names: readonly PathSegment[] = Array.isArray(at.value) ? [...at.value.keys()] : Object.keys(at.value);
      // The first comes first out of the stack.
      for (let index = names.length - 1; index >= 0; index--) {
        const name = names[index] as PathSegment;
        stack.push({ value: (at.value as Record<PathSegment, unknown>)[name], path: { name, parent: at.path } });
      }
    }
    if (++seen % nodesPerTurn === 0) yield { found: root, hits, isCut: true };
  }
  return { found: root, hits, isCut: false };
}

interface Trail {
  readonly name: PathSegment;
  readonly parent: Trail | undefined;
}

function isHit(value: unknown, name: PathSegment | undefined, wanted: string): boolean {
  if (typeof name === 'string' && name.toLowerCase().includes(wanted)) return true;
  if (value === null || typeof value !== 'object') return String(value).toLowerCase().includes(wanted);
  return false;
}

function mark(root: Found, trail: Trail | undefined): void {
  const names: PathSegment[] = [];
  for (let at = trail; at !== undefined; at = at.parent) names.push(at.name);
  let node = root;
  for (let index = names.length - 1; index >= 0; index--) {
    const name = names[index] as PathSegment;
    const next = node.children.get(name) ?? { isHit: false, children: new Map() };
    node.children.set(name, next);
    node = next;
  }
  node.isHit = true;
}
