import { ActionError } from '../../shared/lib/action-error.ts';
import { isJsonObject, type Json } from '../../shared/lib/json.ts';
import { formatPath, type ParsedPath, parsePath } from '../../shared/workflow/expression/path.ts';
import { findReferences, type Reference } from '../../shared/workflow/expression/references.ts';
import { cacheByText } from './cache-by-text.ts';
import { explainMissing, lookupPath, missingSecretError, missingValueError, type Scope, suggestInstead } from './lookup.ts';
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

export interface EvaluateOptions {
  /** The text stands for a secret: JavaScript, which could change it so that nobody knows it again, does not get it. */
  readonly isSecret?: (text: string) => boolean;
}

export function createEvaluate(sandbox: Pick<Sandbox, 'evaluate'>, { isSecret }: EvaluateOptions = {}): Evaluate {
  const plan = cacheByText(planExpression);
  return (expression, scope) => {
    const planned = plan(expression);
    if (planned.kind === 'path') return evaluatePath(expression, planned.path, scope);
    if (isSecret !== undefined) refuseSecrets(planned.references, scope, isSecret);
    const names = pickNamedValues(scope, planned.needs);
    return sandbox.evaluate(expression, names).catch((error: unknown) => {
      throw explainByMissingName(error, planned.references, scope);
    });
  };
}

function refuseSecrets(references: readonly Reference[], scope: Scope, isSecret: (text: string) => boolean): void {
  for (const { path } of references) {
    if (path[0] === 'secrets') throw secretInCode(formatPath(path));
    const looked = lookupPath(scope, path);
    if (looked.found && typeof looked.value === 'string' && isSecret(looked.value)) throw secretInCode(formatPath(path));
  }
}

function secretInCode(what: string): ActionError {
  return new ActionError('SECRET_IN_CODE', `${what} is a secret, and cannot be used inside JavaScript`, {
    hint: `Put it beside the code, as it is: "Bearer {{ ${what} }}".`,
  });
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
  // A part of a secret, or all of them at once, is no path to one.
  if (segments[0] === 'secrets' && segments.length !== 2) throw secretInCode(formatPath(segments));
  const looked = lookupPath(scope, segments);
  if (fallback && (!looked.found || looked.value === null)) return fallback.value;
  if (!looked.found && looked.at === 1 && segments[0] === 'secrets') throw missingSecretError(String(segments[1]), looked.available);
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
