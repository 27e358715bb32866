import type { JsonPath } from './json-path.ts';
import type { StepDocument, WorkflowDocument } from './schema.ts';

/** One list of steps. Steps wait only for steps of their own list. */
export interface Scope {
  readonly kind: 'main' | 'finally' | 'body' | 'branch';
  readonly steps: readonly StepDocument[];
  /** Of the list in the document. */
  readonly path: JsonPath;
  /** The loop or parallel step that holds the list, and the list where that one stands. */
  readonly owner?: StepDocument;
  readonly parent?: Scope;
}

/** Every list of the document, an outer one before those inside it. */
export function scopesOf(document: Pick<WorkflowDocument, 'steps' | 'finally'>): Scope[] {
  const scopes: Scope[] = [{ kind: 'main', steps: document.steps, path: ['steps'] }];
  if (document.finally !== undefined) scopes.push({ kind: 'finally', steps: document.finally, path: ['finally'] });
  // The list grows while it is walked: lists found inside are walked in their turn.
  for (const scope of scopes) {
    for (const [index, step] of scope.steps.entries()) scopes.push(...listsIn(step, [...scope.path, index], scope));
  }
  return scopes;
}

function listsIn(owner: StepDocument, path: JsonPath, parent: Scope): Scope[] {
  if ('steps' in owner) return [{ kind: 'body', steps: owner.steps, path: [...path, 'steps'], owner, parent }];
  if (!('parallel' in owner)) return [];
  return Object.entries(owner.parallel).map(([name, steps]) => ({
    kind: 'branch',
    steps,
    path: [...path, 'parallel', name],
    owner,
    parent,
  }));
}
