import { graphOfList } from './graph.ts';
import type { Scope } from './scopes.ts';

/** Answers whether a step has ended, been skipped or failed for good whenever another one starts. */
export class Upstream {
  readonly #scopeOf = new Map<string, Scope>();
  readonly #lists = new Map<Scope, ListAncestry>();

  constructor(scopes: readonly Scope[]) {
    for (const scope of scopes) {
      for (const { id } of scope.steps) if (id !== undefined && !this.#scopeOf.has(id)) this.#scopeOf.set(id, scope);
    }
  }

  /** True when `target` comes before `stepId` in its own list or before what encloses it; `finally` comes after every other step. */
  isBefore(target: string, stepId: string): boolean {
    const wanted = this.#scopeOf.get(target);
    let scope = this.#scopeOf.get(stepId);
    let current: string | undefined = stepId;
    while (scope !== undefined && current !== undefined) {
      if (scope === wanted) return this.#ancestry(scope).has(target, current);
      if (scope.kind === 'finally') return wanted?.kind === 'main';
      current = scope.owner?.id;
      scope = scope.parent;
    }
    return false;
  }

  #ancestry(scope: Scope): ListAncestry {
    const known = this.#lists.get(scope);
    if (known !== undefined) return known;
    const ancestry = new ListAncestry(scope);
    this.#lists.set(scope, ancestry);
    return ancestry;
  }
}

/** Walks back along the edges of one list. Works on numbers, because a document may ask ten thousand times in a list of ten thousand steps. */
class ListAncestry {
  readonly #indexOf = new Map<string, number>();
  readonly #dependencies: readonly (readonly number[])[];
  readonly #levels: readonly number[];
  /** The number of the query that visited the node last. */
  readonly #visited: Uint32Array;
  #query = 0;

  constructor(scope: Scope) {
    const { nodes } = graphOfList(scope.steps);
    for (const [index, node] of nodes.entries()) this.#indexOf.set(node.stepId, index);
    this.#dependencies = nodes.map((node) => node.dependencies.flatMap((id) => this.#indexOf.get(id) ?? []));
    this.#levels = nodes.map((node) => node.level);
    this.#visited = new Uint32Array(nodes.length);
  }

  has(ancestor: string, stepId: string): boolean {
    const wanted = this.#indexOf.get(ancestor);
    const start = this.#indexOf.get(stepId);
    if (wanted === undefined || start === undefined) return false;
    const query = ++this.#query;
    const lowest = this.#levels[wanted] ?? 0;
    const open = [start];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      for (const dependency of this.#dependencies[index] ?? []) {
        if (dependency === wanted) return true;
        // Ancestors of a step have lower levels than the step, so that nothing at the wanted step's level leads to it.
        if (this.#visited[dependency] === query || (this.#levels[dependency] ?? 0) <= lowest) continue;
        this.#visited[dependency] = query;
        open.push(dependency);
      }
    }
    return false;
  }
}
