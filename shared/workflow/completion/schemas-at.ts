import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { type JsonPath, valueAt } from '../json-path.ts';
import { MARK } from './place-in-text.ts';

/** A JSON Schema; only what editors need of it is looked at. */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * What the schema says of a place, in every form that what is written already leaves open: references followed, unions narrowed by the keys
 * that are there, conditions by their values.
 */
export function schemasAt(root: Schema, path: JsonPath, value: unknown): readonly Schema[] {
  let schemas = expand(root, value, root);
  for (const [index, segment] of path.entries()) {
    const inner = valueAt(value, path.slice(0, index + 1));
    schemas = schemas.flatMap((schema) => childOf(schema, segment).flatMap((child) => expand(child, inner, root)));
  }
  return schemas;
}

export interface KeyInfo {
  readonly key: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** The keys that a map at the place may have. */
export function keysOf(schemas: readonly Schema[]): readonly KeyInfo[] {
  const found = new Map<string, KeyInfo>();
  for (const { properties, required } of schemas) {
    if (!isJsonObject(properties)) continue;
    const needed: readonly unknown[] = Array.isArray(required) ? required : [];
    for (const [key, schema] of Object.entries(properties)) {
      if (!found.has(key) && isJsonObject(schema)) found.set(key, { key, schema, isRequired: needed.includes(key) });
    }
  }
  return [...found.values()];
}

/** The values that the place can only have, where they can be counted. */
export function valuesOf(schemas: readonly Schema[]): readonly (string | number | boolean)[] {
  const values = schemas.flatMap((schema) => {
    if (Array.isArray(schema['enum'])) return schema['enum'];
    if ('const' in schema) return [schema['const']];
    return schema['type'] === 'boolean' ? [true, false] : [];
  });
  return [...new Set(values)].filter((value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean');
}

/** One line about a schema: its type, and the value that it has when nothing is written. */
export function describeType(schema: Schema, root: Schema): string {
  const types = expand(schema, undefined, root).flatMap((each) => (isPlaceholder(each) ? [] : typeName(each)));
  const names = [...new Set(types)];
  const preset = schema['default'];
  return [names.join(' or '), ...(preset === undefined ? [] : [`default ${JSON.stringify(preset)}`])]
    .filter((part) => part !== '')
    .join(', ');
}

export function descriptionOf(schema: Schema, root: Schema): string | undefined {
  const { description } = schema;
  if (typeof description === 'string') return description;
  return expand(schema, undefined, root)
    .map((each) => each['description'])
    .find((each) => typeof each === 'string');
}

const names: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  array: 'list',
  object: 'map',
  boolean: 'true or false',
};

function typeName({ type, enum: values }: Schema): string[] {
  if (Array.isArray(values)) return values.length > 6 ? ['one of many'] : values.map(String);
  return [type].flat().flatMap((each) => (typeof each === 'string' ? [names[each] ?? each] : []));
}

/** What may stand anywhere says nothing about this place. */
function isPlaceholder({ pattern }: Schema): boolean {
  return pattern === '\\{\\{';
}

function childOf(schema: Schema, segment: string | number): Schema[] {
  if (typeof segment === 'number') return isJsonObject(schema['items']) ? [schema['items']] : [];
  const { properties, additionalProperties } = schema;
  if (isJsonObject(properties) && Object.hasOwn(properties, segment)) {
    const child: unknown = properties[segment];
    return isJsonObject(child) ? [child] : [];
  }
  return isJsonObject(additionalProperties) ? [additionalProperties] : [];
}

const deepest = 12;

function expand(schema: Schema, value: unknown, root: Schema, depth = 0): Schema[] {
  if (depth > deepest) return [];
  const { $ref, anyOf, oneOf, allOf, ...own } = schema;
  if (typeof $ref === 'string') {
    const target = valueAt(root, $ref.replace(/^#\//, '').split('/').filter(Boolean));
    return isJsonObject(target) ? expand(target, value, root, depth + 1) : [];
  }
  const forms = [anyOf, oneOf].flatMap((union) => (Array.isArray(union) ? union.filter(isJsonObject) : []));
  const chosen = narrow(
    forms.map((form) => expand(form, value, root, depth + 1)),
    value,
  );
  const conditions = (Array.isArray(allOf) ? allOf : []).filter(isJsonObject).flatMap((part) => whenTrue(part, value));
  const more = conditions.flatMap((part) => expand(part, value, root, depth + 1));
  const isEmpty = forms.length > 0 && Object.keys(own).every((key) => key === 'description' || key === 'default');
  return [...more, ...(isEmpty ? [] : [own]), ...chosen];
}

/** Of several forms, each with what its conditions add, those that have all the keys that are written. */
function narrow(forms: readonly (readonly Schema[])[], value: unknown): Schema[] {
  if (!isJsonObject(value)) return forms.flat();
  const keys = Object.keys(value).filter((key) => key !== MARK);
  const fits = ({ properties }: Schema): boolean => isJsonObject(properties) && keys.every((key) => Object.hasOwn(properties, key));
  const fitting = forms.filter((form) => form.some(fits));
  return (fitting.length > 0 ? fitting : forms).flat();
}

function whenTrue(part: JsonObject, value: unknown): Schema[] {
  const { if: condition, then } = part;
  if (!isJsonObject(condition)) return [part];
  const tests = isJsonObject(condition['properties']) ? Object.entries(condition['properties']) : [];
  const holds = isJsonObject(value) && tests.every(([key, test]) => isJsonObject(test) && value[key] === test['const']);
  return holds && isJsonObject(then) ? [then] : [];
}
