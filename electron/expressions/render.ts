import { ActionError } from '../../shared/lib/action-error.ts';
import { isJsonObject, type Json } from '../../shared/lib/json.ts';
import { parseTemplate, type TemplateExpression } from '../../shared/workflow/expression/template.ts';
import { cacheByText } from './cache-by-text.ts';
import type { Evaluate } from './evaluate.ts';
import type { Scope } from './lookup.ts';

export interface Renderer {
  /**
   * The value with its placeholders filled in, inside lists and objects too; keys stay as they are. A text that is exactly one
   * placeholder takes the type of what it gives; inside text, strings go in as they are and other values as JSON. What goes in is
   * never rendered again. A promise comes back only where JavaScript has to be run. Throws or rejects as `Evaluate` does.
   */
  render(value: unknown, scope: Scope): Json | Promise<Json>;
  readonly evaluate: Evaluate;
}

const DEEPEST = 200;

export function createRenderer({ evaluate }: { readonly evaluate: Evaluate }): Renderer {
  const read = cacheByText(parseTemplate);

  const renderValue = (value: unknown, scope: Scope, depth: number): Json | Promise<Json> => {
    if (depth > DEEPEST) throw new ActionError('EXPR_TYPE', `A value with placeholders is nested deeper than ${DEEPEST} levels`);
    if (typeof value === 'string') return renderText(value, scope);
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
    if (Array.isArray(value)) return mapInOrder(value, (item) => renderValue(item, scope, depth + 1));
    if (isJsonObject(value)) {
      const entries = Object.entries(value).filter(([, member]) => member !== undefined);
      const members = mapInOrder(entries, ([, member]) => renderValue(member, scope, depth + 1));
      // fromEntries defines, where an assignment to `__proto__` would set the prototype.
      const rebuild = (rendered: readonly Json[]): Json =>
        Object.fromEntries(entries.map(([key], index) => [key, rendered[index] ?? null]));
      return members instanceof Promise ? members.then(rebuild) : rebuild(members);
    }
    throw new ActionError(
      'EXPR_TYPE',
      `A value with placeholders must be JSON, not ${value === undefined ? 'undefined' : `a ${typeof value}`}`,
    );
  };

  const renderText = (text: string, scope: Scope): Json | Promise<Json> => {
    if (!text.includes('{{')) return text;
    const { parts, problem } = read(text);
    if (problem) {
      throw new ActionError('EXPR_SYNTAX', `${problem.message}: ${excerpt(text, problem.offset)}`, {
        hint: 'Literal braces in a text are written \\{{.',
        details: { offset: problem.offset },
      });
    }
    const [first] = parts;
    if (parts.length === 1 && typeof first === 'object') return fill(first, scope);
    const filled = mapInOrder(parts, (part) => (typeof part === 'string' ? part : fill(part, scope)));
    return filled instanceof Promise ? filled.then(join) : join(filled);
  };

  const fill = ({ expression }: TemplateExpression, scope: Scope): Json | Promise<Json> => {
    const value = evaluate(expression, scope);
    return value instanceof Promise ? value.then((late) => requireValue(expression, late)) : requireValue(expression, value);
  };

  return { render: (value, scope) => renderValue(value, scope, 0), evaluate };
}

function requireValue(expression: string, value: Json | undefined): Json {
  if (value !== undefined) return value;
  throw new ActionError('MISSING_VALUE', `${expression} has no value: it gives undefined`, {
    hint: `Where it may be missing, give a default: (${expression}) ?? 'text'`,
  });
}

function join(parts: readonly Json[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('');
}

/** Maps without a promise as long as no result is one. After the first promise an error rejects, so that no other rejection goes unheard. */
function mapInOrder<T>(items: readonly T[], map: (item: T) => Json | Promise<Json>): Json[] | Promise<Json[]> {
  const results: (Json | Promise<Json>)[] = [];
  let isLate = false;
  for (const item of items) {
    try {
      const result = map(item);
      isLate ||= result instanceof Promise;
      results.push(result);
    } catch (error) {
      if (!isLate) throw error;
      results.push(Promise.reject(error));
      break;
    }
  }
  return isLate ? Promise.all(results) : (results as Json[]);
}

function excerpt(text: string, offset: number): string {
  const end = offset + 40;
  return text.slice(offset, end) + (text.length > end ? '…' : '');
}
