import type { Catalogue } from './catalogue.ts';
import { createCheckContext } from './checks/check-context.ts';
import { findUndeclaredNames } from './checks/check-references.ts';
import { guessInputType } from './guess-input-type.ts';
import { nearest } from './nearest.ts';
import { STEP_ID, type VariableDocument, type WorkflowDocument } from './schema.ts';

/**
 * The agent dialect uses inputs such as `{{filePath}}` without declaring them: each becomes a required variable, so that a run without it says so.
 * A name that takes a field and looks like a step's id is left to be reported as the slip it probably is. Changes the document.
 */
export function declareInputs(document: WorkflowDocument, catalogue: Catalogue): void {
  const context = createCheckContext(document, catalogue, new Set());
  const inputs = [...findUndeclaredNames(context)].flatMap(([name, { hasFields }]): VariableDocument[] => {
    if (!STEP_ID.test(name) || (hasFields && nearest(name, context.stepsById.keys()) !== undefined)) return [];
    return [{ name, type: hasFields ? 'object' : guessInputType(name, document), required: true }];
  });
  if (inputs.length > 0) document.variables = [...(document.variables ?? []), ...inputs];
}
