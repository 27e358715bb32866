import { findReferences } from '../workflow/expression/references.ts';
import { parseTemplate } from '../workflow/expression/template.ts';
import { sitesOf, textsIn } from '../workflow/expression-sites.ts';
import type { WorkflowDocument } from '../workflow/schema.ts';
import { scopesOf } from '../workflow/scopes.ts';

/** What every agent step gives. */
export const agentOutputFields: readonly string[] = ['result', 'response', 'data', 'tokens', 'cost', 'model', 'escalated'];

/**
 * Fields beyond those that every agent step gives, and that the workflow reads of this step's output (`{{ parse-changes.functions }}`): the
 * agent is asked for them. In the order of the text, each once.
 */
export function fieldsAskedOf(document: Pick<WorkflowDocument, 'steps' | 'finally' | 'outputs'>, stepId: string): string[] {
  const sites = [
    ...scopesOf(document).flatMap(({ steps }) => steps.flatMap((step) => sitesOf(step))),
    ...textsIn(document.outputs, ['outputs']),
  ];
  const expressions = sites.flatMap(({ text, isBare }) =>
    isBare ? [text] : parseTemplate(text).parts.flatMap((part) => (typeof part === 'object' ? [part.expression] : [])),
  );
  const fields = expressions.flatMap((expression) =>
    findReferences(expression).flatMap(({ path: [root, ...rest] }) => {
      const ofStep = root === stepId ? rest : root === 'steps' && rest[0] === stepId && rest[1] === 'output' ? rest.slice(2) : [];
      return ofStep.slice(0, 1);
    }),
  );
  return [...new Set(fields.filter((field) => typeof field === 'string'))].filter((field) => !agentOutputFields.includes(field));
}
