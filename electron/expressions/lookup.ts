import { ActionError } from '../../shared/lib/action-error.ts';
import { formatPath, type PathSegment } from '../../shared/workflow/expression/path.ts';
import { nearest } from '../../shared/workflow/nearest.ts';

/** The roots that an expression may name. Properties may be getters, so that what nobody names is never built; values are JSON. */
export type Scope = Readonly<Record<string, unknown>>;

export type Lookup = { readonly found: true; readonly value: unknown } | MissingValue;

export interface MissingValue {
  readonly found: false;
  /** The index of the first segment that leads nowhere. */
  readonly at: number;
  /** What stands before it. */
  readonly holder: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'other';
  /** The names that an object has in its place. */
  readonly available: readonly string[];
  /** Of an array. */
  readonly length?: number;
}

const MOST_NAMES_SHOWN = 12;
const LONGEST_NAME_SHOWN = 64;

/** Follows own properties only, so that no path reaches a prototype. A property that is undefined counts as missing. */
export function lookupPath(scope: Scope, segments: readonly PathSegment[]): Lookup {
  let value: unknown = scope;
  for (const [at, segment] of segments.entries()) {
    const next = readOwn(value, segment);
    if (next === undefined) return describeMissing(value, at);
    value = next;
  }
  return { found: true, value };
}

/** Own properties of objects, entries of arrays, and the length of arrays and strings. */
export function readOwn(holder: unknown, segment: PathSegment): unknown {
  if (typeof holder === 'string') return segment === 'length' ? holder.length : undefined;
  if (typeof holder !== 'object' || holder === null) return undefined;
  return Object.hasOwn(holder, segment) ? Reflect.get(holder, segment) : undefined;
}

/** `MISSING_VALUE`: names the path and what is there instead, never a value. */
export function missingValueError(expression: string, segments: readonly PathSegment[], missing: MissingValue): ActionError {
  const details = { path: formatPath(segments), available: selectNames(missing.available) };
  return new ActionError('MISSING_VALUE', `${expression} has no value: ${explainMissing(segments, missing)}`, {
    hint: `${suggestInstead(segments, missing)}Where it may be missing, give a default: ${formatPath(segments)} ?? 'text'`,
    details,
  });
}

/** `SECRET_MISSING`: says how to set it, or which one was meant. */
export function missingSecretError(name: string, available: readonly string[]): ActionError {
  const near = nearest(name, available);
  const guess = near === undefined ? '' : `Did you mean secrets.${near}? `;
  return new ActionError('SECRET_MISSING', `There is no secret ${name}`, {
    hint: `${guess}Set it in Settings, Secrets, or with: pawl secrets set ${name}`,
    details: { secret: name },
  });
}

/** One clause: `steps.read.output has no "sise"`. */
export function explainMissing(segments: readonly PathSegment[], { at, holder, length }: MissingValue): string {
  const before = formatPath(segments.slice(0, at));
  const name = segments[at];
  const wanted = typeof name === 'number' ? `[${name}]` : `"${name}"`;
  if (at === 0) return `there is no ${wanted} here`;
  if (holder === 'array') return `${before} is a list of ${length ?? 0} and has no ${wanted}`;
  if (holder === 'object' || holder === 'other') return `${before} has no ${wanted}`;
  return holder === 'null' ? `${before} is null` : `${before} is a ${holder} and has no ${wanted}`;
}

/** Sentences with a blank after each, or nothing. */
export function suggestInstead(segments: readonly PathSegment[], { at, available }: MissingValue): string {
  const name = String(segments[at]);
  const near = nearest(name, available);
  const shown = selectNames(available);
  const names = shown.join(', ');
  const more = available.length > shown.length ? ', …' : '';
  const sentences = [
    near !== undefined && `Did you mean "${near}"? `,
    near === undefined && names !== '' && `There is: ${names}${more}. `,
    /\w-\w/.test(name) && 'A dash belongs to the name: a subtraction needs spaces around it. ',
  ];
  return sentences.filter((sentence) => sentence !== false).join('');
}

/** The keys of data can be any number and of any length; an error is stored and read by people. */
function selectNames(available: readonly string[]): string[] {
  return available.filter((name) => name.length <= LONGEST_NAME_SHOWN).slice(0, MOST_NAMES_SHOWN);
}

function describeMissing(holder: unknown, at: number): MissingValue {
  if (Array.isArray(holder)) return { found: false, at, holder: 'array', available: [], length: holder.length };
  if (holder === null) return { found: false, at, holder: 'null', available: [] };
  if (typeof holder === 'object') return { found: false, at, holder: 'object', available: Object.keys(holder) };
  const type = typeof holder;
  return { found: false, at, holder: type === 'string' || type === 'number' || type === 'boolean' ? type : 'other', available: [] };
}
