import type { Json } from '../../shared/lib/json.ts';
import type { PathSegment } from '../../shared/workflow/expression/path.ts';
import type { Reference } from '../../shared/workflow/expression/references.ts';
import { readOwn, type Scope } from './lookup.ts';

/** What an expression needs of a value: all of it, or only some of what is below. */
type Need = 'all' | Needs;
export type Needs = Map<PathSegment, Need>;

/** The references as one tree; where one path starts another, the shorter one wins. */
export function collectNeeds(references: readonly Reference[]): Needs {
  const needs: Needs = new Map();
  for (const { path } of references) {
    let level = needs;
    for (const [index, segment] of path.entries()) {
      const known = level.get(segment);
      if (known === 'all') break;
      if (index === path.length - 1) level.set(segment, 'all');
      else if (known) level = known;
      else {
        const next: Needs = new Map();
        level.set(segment, next);
        level = next;
      }
    }
  }
  return needs;
}

/** The scope cut down to what is needed, so that the size of a run's state does not matter. What is missing is left out. */
export function pickNamedValues(scope: Scope, needs: Needs): Record<string, Json> {
  return pickMembers(scope, needs);
}

function pick(value: unknown, need: Need): Json {
  // The scope's own promise: its values are JSON.
  if (need === 'all' || typeof value !== 'object' || value === null) return value as Json;
  const isNamedByMethod = Array.isArray(value) && [...need.keys()].some((key) => typeof key === 'string' && key !== 'length');
  return isNamedByMethod ? (value as Json) : pickMembers(value, need);
}

/** An array becomes an object with the same indexes: whoever needs more of it than entries has named all of it. */
function pickMembers(holder: object, needs: Needs): Record<string, Json> {
  const members: [PathSegment, Json][] = [];
  for (const [segment, need] of needs) {
    const value = readOwn(holder, segment);
    if (value !== undefined) members.push([segment, pick(value, need)]);
  }
  // fromEntries defines, where an assignment to `__proto__` would set the prototype.
  return Object.fromEntries(members);
}
