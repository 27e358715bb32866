import type { StepList } from '../../../shared/workflow/edit/edit.ts';
import type { WorkflowDocument } from '../../../shared/workflow/schema.ts';
import { placeOfStep } from '../../../shared/workflow/testing/place-of-step.ts';

/** The list that a step stands in, as edits name it. */
export function listOfStep(document: WorkflowDocument, step: string): StepList | undefined {
  const scope = placeOfStep(document, step)?.scope;
  if (scope === undefined) return undefined;
  if (scope.kind === 'main') return { of: 'workflow' };
  if (scope.kind === 'finally') return { of: 'finally' };
  const owner = scope.owner?.id;
  if (owner === undefined) return undefined;
  return scope.kind === 'body' ? { of: 'loop', step: owner } : { of: 'branch', step: owner, branch: String(scope.path.at(-1)) };
}
