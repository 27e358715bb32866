import type { JsonObject } from '../lib/json.ts';
import { fitsType, isOneOf } from './checks/check-variables.ts';
import { formatPath } from './expression/path.ts';
import { didYouMean } from './nearest.ts';
import type { Problem } from './problem.ts';
import type { VariableDocument, WorkflowDocument } from './schema.ts';

export type ResolvedInputs =
  | { readonly ok: true; readonly inputs: JsonObject }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The variables a run starts with: what is given, else the default. A text is read as what the variable's type asks for, so that a command line
 * can give numbers, booleans and (as JSON) lists and maps. A variable with neither value nor default is left out unless it is required.
 */
export function resolveInputs(document: Pick<WorkflowDocument, 'variables'>, given: Readonly<Record<string, unknown>>): ResolvedInputs {
  const variables = document.variables ?? [];
  const names = variables.map(({ name }) => name);
  const problems = Object.keys(given)
    .filter((name) => !names.includes(name))
    .map((name) => problem('UNKNOWN_INPUT', name, `The workflow has no input \`${name}\`${didYouMean(name, names)}`));
  const inputs: [string, unknown][] = [];
  for (const variable of variables) {
    const { name } = variable;
    const value = Object.hasOwn(given, name) ? coerce(given[name], variable.type) : variable.default;
    const wrong = check(value, variable);
    if (wrong !== undefined) problems.push(wrong);
    else if (value !== undefined) inputs.push([name, value]);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, inputs: Object.fromEntries(inputs) as JsonObject };
}

function check(value: unknown, { name, type, required, enum: choices, description }: VariableDocument): Problem | undefined {
  if (value === undefined) {
    if (required !== true) return undefined;
    const purpose = description === undefined ? '' : ` (${description})`;
    return problem('MISSING_INPUT', name, `The input \`${name}\`${purpose} is missing: give it with --input ${name}=…`);
  }
  if (type === 'secret' && !fitsType(value, type)) return problem('WRONG_TYPE', name, `The input \`${name}\` must be a text`);
  if (!fitsType(value, type)) {
    const hint = type === 'array' || type === 'object' ? ', written as JSON' : '';
    return problem('WRONG_TYPE', name, `The input \`${name}\` must be of type ${type}${hint}, not ${JSON.stringify(value)}`);
  }
  if (choices === undefined || isOneOf(value, choices)) return undefined;
  if (type === 'secret') return problem('WRONG_VALUE', name, `The input \`${name}\` is none of its choices`);
  const guess = didYouMean(String(value), choices.map(String));
  return problem(
    'WRONG_VALUE',
    name,
    `The input \`${name}\` must be one of ${choices.map(String).join(', ')}, not ${JSON.stringify(value)}${guess}`,
  );
}

/** A text that cannot be read stays a text, which the type check then refuses with it in the message. */
function coerce(value: unknown, type: VariableDocument['type']): unknown {
  if (typeof value !== 'string') return value;
  switch (type) {
    case 'number': {
      const number = Number(value);
      return value.trim() !== '' && Number.isFinite(number) ? number : value;
    }
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'array':
    case 'object':
      return parseJson(value);
    default:
      return value;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function problem(code: string, name: string, message: string): Problem {
  return { code, message, severity: 'error', path: formatPath(['inputs', name]) };
}
