import type { z } from 'zod';
import type { Finding } from './finding.ts';
import { type JsonPath, valueAt } from './json-path.ts';
import { didYouMean } from './nearest.ts';

type Issue = z.core.$ZodIssue;

export interface IssueContext {
  /** What was checked. */
  readonly value: unknown;
  /** Where it stands in the document. */
  readonly path: JsonPath;
  readonly stepId?: string;
  /** The keys that an object may have at a place inside the value: for near misses. */
  readonly keysAt: (path: JsonPath) => readonly string[];
  /** True for a value that cannot be judged yet. What is said of it is dropped. */
  readonly isOpaque?: (value: unknown) => boolean;
}

/** Says what a schema found in words about the document. */
export function findingsOf(issues: readonly Issue[], context: IssueContext): Finding[] {
  return issues.flatMap((issue) => {
    const path = issue.path.filter((segment) => typeof segment !== 'symbol');
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, context));
    const value = valueAt(context.value, path);
    if (issue.code === 'invalid_union') return unionFindings(issue, path, value, context);
    // A rule about the whole compares what is there with what is not, which a placeholder does not change.
    const isAboutRoot = issue.code === 'custom' && path.length === 0;
    if (!isAboutRoot && context.isOpaque?.(value) === true) return [];
    return [{ ...describe(issue, [...context.path, ...path], value), ...placeOf(path, context) }];
  });
}

function placeOf(path: JsonPath, context: IssueContext): Pick<Finding, 'path' | 'stepId'> {
  return { path: [...context.path, ...path], ...(context.stepId === undefined ? {} : { stepId: context.stepId }) };
}

function unknownKey(key: string, path: JsonPath, context: IssueContext): Finding {
  // The key may exist in another form of a union, which was not the one that was meant.
  const others = context.keysAt(path).filter((known) => known !== key);
  const message = `\`${key}\` is not a key here${didYouMean(key, others)}`;
  return { code: 'UNKNOWN_KEY', message, side: 'key', ...placeOf([...path, key], context) };
}

/**
 * Of a union that nothing fits, the form that was meant is the one whose complaints lie deepest.
 * When every form complains about the whole value, the types are named instead.
 */
function unionFindings(issue: Extract<Issue, { code: 'invalid_union' }>, path: JsonPath, value: unknown, context: IssueContext): Finding[] {
  const forms = issue.errors.map((errors) => errors.map((inner) => ({ ...inner, path: [...path, ...inner.path] })));
  if (forms.length === 0) {
    if (context.isOpaque?.(value) === true) return [];
    return [{ code: 'WRONG_VALUE', message: `${nameOf([...context.path, ...path])}: ${issue.message}`, ...placeOf(path, context) }];
  }
  const judged = forms.map((form) => ({ form, findings: findingsOf(form, context) }));
  if (judged.some(({ findings }) => findings.length === 0)) return [];
  const fitting = judged.filter(({ form }) => !form.some((inner) => isAboutWhole(inner, path)));
  const meant = fitting.reduce<(typeof judged)[number] | undefined>(
    (best, candidate) => (best === undefined || candidate.findings.length < best.findings.length ? candidate : best),
    undefined,
  );
  if (meant !== undefined) return meant.findings;
  const expected = [...new Set(forms.flat().flatMap(expectedTypes))];
  const message = `${nameOf([...context.path, ...path])} must be ${joinWithOr(expected)}, not ${describeValue(value)}`;
  return [{ code: 'WRONG_TYPE', message, ...placeOf(path, context) }];
}

function isAboutWhole(issue: Issue, path: JsonPath): boolean {
  return issue.path.length === path.length && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function expectedTypes(issue: Issue): string[] {
  if (issue.code === 'invalid_type') return [withArticle(issue.expected)];
  return issue.code === 'invalid_value' ? issue.values.map((value) => `\`${String(value)}\``) : [];
}

function describe(issue: Issue, path: JsonPath, value: unknown): Pick<Finding, 'code' | 'message'> {
  const name = nameOf(path);
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return { code: 'MISSING_KEY', message: `${name} is missing; it must be ${withArticle(issue.expected)}` };
      return { code: 'WRONG_TYPE', message: `${name} must be ${withArticle(issue.expected)}, not ${describeValue(value)}` };
    case 'invalid_value': {
      const values = issue.values.map(String);
      const allowed = joinWithOr(values.map((one) => `\`${one}\``));
      if (value === undefined) return { code: 'MISSING_KEY', message: `${name} is missing; it must be ${allowed}` };
      const guess = typeof value === 'string' ? didYouMean(value, values) : '';
      return { code: 'WRONG_VALUE', message: `${name} must be ${allowed}, not ${describeValue(value)}${guess}` };
    }
    case 'invalid_key':
      return { code: 'WRONG_KEY', message: `${name} is no valid name: ${issue.issues.map((inner) => inner.message).join('; ')}` };
    case 'too_small':
      return { code: 'WRONG_VALUE', message: `${name} must ${describeLimit(issue.origin, 'at least', issue.minimum)}` };
    case 'too_big':
      return { code: 'WRONG_VALUE', message: `${name} must ${describeLimit(issue.origin, 'at most', issue.maximum)}` };
    default: {
      // Rules of our own are worded as what the named thing does: "is not a duration", "needs either …".
      const isClause = /^[a-z]/.test(issue.message);
      return { code: 'WRONG_VALUE', message: isClause ? `${name} ${issue.message}` : `${name}: ${issue.message}` };
    }
  }
}

function describeLimit(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'string') return limit === 1 && bound === 'at least' ? 'not be empty' : `have ${bound} ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `have ${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `be ${bound} ${limit}`;
}

function nameOf(path: JsonPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'The document';
  if (typeof last === 'string') return `\`${last}\``;
  const list = path.at(-2);
  return list === undefined ? `Entry ${last + 1}` : `Entry ${last + 1} of \`${list}\``;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'empty',
};

function withArticle(type: string): string {
  return TYPE_NAMES[type] ?? type;
}

const MAX_SHOWN = 40;

function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function joinWithOr(words: readonly string[]): string {
  if (words.length <= 1) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
