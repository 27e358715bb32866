import { kindOf, type StepDocument, type WorkflowDocument } from '../schema.ts';
import { scopesOf } from '../scopes.ts';
import { fillInIds } from '../step-ids.ts';

const MAX_ROUNDS = 8;

/** The steps whose ids would be given to them anyway, so that they need not be written. */
export function findOmittedIds(document: Pick<WorkflowDocument, 'steps' | 'finally'>): ReadonlySet<StepDocument> {
  const steps = scopesOf(document).flatMap((scope) => scope.steps);
  const written = new Set<StepDocument>(steps.filter(({ id }) => id === undefined || STEP_NUMBER.test(id)));
  // An id that must be written is taken, so that those made for others can change: until none does.
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const light = new Map<StepDocument, Record<string, unknown>>();
    fillInIds(lighten(document, written, light));
    const differing = steps.filter((step) => !written.has(step) && light.get(step)?.['id'] !== step.id);
    if (differing.length === 0) return new Set(steps.filter((step) => !written.has(step)));
    for (const step of differing) written.add(step);
  }
  return new Set();
}

/** Ids that a script writes as the number of the step. */
export const STEP_NUMBER = /^step_(0|[1-9]\d{0,8})$/;

/** What ids are made from. */
function lighten(
  document: Pick<WorkflowDocument, 'steps' | 'finally'>,
  written: ReadonlySet<StepDocument>,
  light: Map<StepDocument, Record<string, unknown>>,
): WorkflowDocument {
  const list = (steps: readonly StepDocument[]): unknown[] =>
    steps.map((step) => {
      const kind = kindOf(step) ?? 'delay';
      const made: Record<string, unknown> = { [kind]: (step as unknown as Record<string, unknown>)[kind] };
      if (written.has(step)) made['id'] = step.id;
      if (step.name !== undefined) made['name'] = step.name;
      if ('steps' in step) made['steps'] = list(step.steps);
      if ('parallel' in step)
        made['parallel'] = Object.fromEntries(Object.entries(step.parallel).map(([name, steps]) => [name, list(steps)]));
      light.set(step, made);
      return made;
    });
  return {
    steps: list(document.steps),
    ...(document.finally === undefined ? {} : { finally: list(document.finally) }),
  } as WorkflowDocument;
}
