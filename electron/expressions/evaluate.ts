import { ActionError } from '../../shared/lib/action-error.ts';
import { isJsonObject, type Json } from '../../shared/lib/json.ts';
import { type ParsedPath, parsePath } from '../../shared/workflow/expression/path.ts';
import { findReferences, type Reference } from '../../shared/workflow/expression/references.ts';
import { cacheByText } from './cache-by-text.ts';
import { explainMissing, lookupPath, missingValueError, type Scope, suggestInstead } from './lookup.ts';
import { collectNeeds, type Needs, pickNamedValues } from './named-values.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * The value of an expression over a scope. A path is looked up at once; a promise comes back only where JavaScript has to be run.
 * Throws (or rejects with) ActionError `MISSING_VALUE` for a path that leads nowhere and has no default, else `EXPR_*`.
 */
export type Evaluate = (expression: string, scope: Scope) => Json | undefined | Promise<Json | undefined>;

type Plan =
  | { readonly kind: 'path'; readonly path: ParsedPath }
  | { readonly kind: 'code'; readonly references: readonly Reference[]; readonly needs: Needs };

/** Names are found on the calling thread: a text that would take it long is refused. */
const LONGEST_EXPRESSION = 64 * 1024;

export function createEvaluate(sandbox: Pick<Sandbox, 'evaluate'>): Evaluate {
  const plan = cacheByText(planExpression);
  return (expression, scope) => {
    const planned = plan(expression);
    if (planned.kind === 'path') return evaluatePath(expression, planned.path, scope);
    const names = pickNamedValues(scope, planned.needs);
    return sandbox.evaluate(expression, names).catch((error: unknown) => {
      throw explainByMissingName(error, planned.references, scope);
    });
  };
}

function planExpression(expression: string): Plan {
  if (expression.length > LONGEST_EXPRESSION) {
    throw new ActionError('EXPR_SYNTAX', `The expression is longer than ${LONGEST_EXPRESSION} characters`, {
      hint: 'Put data into a variable or a file, and long code into a data.transform step.',
    });
  }
  const path = parsePath(expression);
  if (path) return { kind: 'path', path };
  const references = findReferences(expression);
  return { kind: 'code', references, needs: collectNeeds(references) };
}

function evaluatePath(expression: string, { segments, fallback }: ParsedPath, scope: Scope): Json {
  const looked = lookupPath(scope, segments);
  if (fallback && (!looked.found || looked.value === null)) return fallback.value;
  if (!looked.found) throw missingValueError(expression, segments, looked);
  // The scope's own promise: its values are JSON.
  return looked.value as Json;
}

/** "x is not defined" and "cannot read property of undefined" mostly come from a name that the run does not have: says which. */
function explainByMissingName(error: unknown, references: readonly Reference[], scope: Scope): unknown {
  if (!(error instanceof ActionError) || error.code !== 'EXPR_ERROR' || !isJsonObject(error.details)) return error;
  const thrown = error.details['name'];
  if (thrown !== 'ReferenceError' && thrown !== 'TypeError') return error;
  for (const { path } of references) {
    const looked = lookupPath(scope, path);
    if (looked.found) continue;
    const near = looked.available.find((name) => name.startsWith(`${path[looked.at]}-`));
    const dashed = near === undefined ? '' : ` In JavaScript, a name with a dash is written steps[${JSON.stringify(near)}].`;
    const hint = `Most likely ${explainMissing(path, looked)}. ${suggestInstead(path, looked)}`.trim() + dashed;
    return new ActionError(error.code, error.message, { hint, details: error.details, cause: error });
  }
  return error;
}
