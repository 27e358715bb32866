import type { StepDocument, WorkflowDocument } from '../schema.ts';
import { type Scope, scopesOf } from '../scopes.ts';

export interface StepPlace {
  readonly step: StepDocument;
  readonly scope: Scope;
}

/** Where a step stands, however deep; undefined when the document has none of that id. */
export function placeOfStep(document: Pick<WorkflowDocument, 'steps' | 'finally'>, id: string): StepPlace | undefined {
  for (const scope of scopesOf(document)) {
    const step = scope.steps.find((one) => one.id === id);
    if (step !== undefined) return { step, scope };
  }
  return undefined;
}

/** A step with everything inside it. */
export function withInnerSteps(step: StepDocument): StepDocument[] {
  return [step, ...scopesOf({ steps: [step] }).flatMap(({ kind, steps }) => (kind === 'main' ? [] : steps))];
}

/** The loop around a place, the nearest one. */
export function loopAround(scope: Scope): StepDocument | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at.kind === 'body') return at.owner;
  return undefined;
}
