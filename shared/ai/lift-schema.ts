import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';

/** A JSON Schema, or a clause that says what is wrong with the short form, with where it stands (`a.b`, empty for the whole). */
export type LiftedSchema = { readonly schema: JsonObject } | { readonly problem: string; readonly at: string };

const typeNames = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const;
const keywords = new Set(
  'type properties required additionalProperties items prefixItems enum const anyOf oneOf allOf not if then else $ref $defs $schema $id definitions description title default examples format pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems uniqueItems minProperties maxProperties patternProperties propertyNames contains nullable'.split(
    ' ',
  ),
);
/** These alone make it a schema: nobody calls a field like that. */
const decisive = new Set(['$schema', '$ref', 'properties', 'anyOf', 'oneOf', 'allOf', 'enum', 'const']);

/**
 * What an answer must be, as people write it: JSON Schema as it is, or the short form, where an object names fields:
 * `{severity: {enum: [none, error]}, text: string, tags: string[], note: string?}`. A field is required unless its type ends with `?`.
 */
export function liftSchema(value: Json, at = ''): LiftedSchema {
  if (typeof value === 'string') return liftName(value, at);
  if (Array.isArray(value)) return liftList(value, at);
  if (!isJsonObject(value)) return { problem: 'is no type; write one such as string, number, boolean, string[] or {enum: [a, b]}', at };
  return isSchema(value) ? { schema: completeEnum(value) } : liftFields(value, at);
}

function isSchema(value: JsonObject): boolean {
  const names = Object.keys(value);
  if (names.length === 0 || !names.every((name) => keywords.has(name))) return false;
  if (names.some((name) => decisive.has(name) && typeof value[name] !== 'string') || typeof value['$ref'] === 'string') return true;
  const { type } = value;
  return typeof type === 'string' ? isTypeName(type) && names.length > 0 : Array.isArray(type);
}

function liftName(text: string, at: string): LiftedSchema {
  const name = text.trim().replace(/\?$/, '');
  if (name.endsWith('[]')) {
    const items = liftName(name.slice(0, -2), at);
    return 'problem' in items ? items : { schema: { type: 'array', items: items.schema } };
  }
  if (name === 'date') return { schema: { type: 'string', format: 'date' } };
  if (name === 'any') return { schema: {} };
  if (isTypeName(name)) return { schema: { type: name } };
  return {
    problem: `is ${JSON.stringify(text)}, which is no type; there are ${typeNames.join(', ')}, date, any, and each with [] for a list`,
    at,
  };
}

function liftList(value: readonly Json[], at: string): LiftedSchema {
  const [first] = value;
  if (value.length !== 1 || first === undefined)
    return { problem: 'is a list; write the type of its items as its only entry, or {enum: [a, b]}', at };
  const items = liftSchema(first, at);
  return 'problem' in items ? items : { schema: { type: 'array', items: items.schema } };
}

function liftFields(fields: JsonObject, at: string): LiftedSchema {
  const names = Object.keys(fields);
  if (names.length === 0) return { problem: 'names no field', at };
  const properties: Record<string, Json> = {};
  for (const name of names) {
    const lifted = liftSchema(fields[name] ?? null, at === '' ? name : `${at}.${name}`);
    if ('problem' in lifted) return lifted;
    properties[name] = lifted.schema;
  }
  const required = names.filter((name) => !isOptional(fields[name]));
  return { schema: { type: 'object', properties, required, additionalProperties: false } };
}

function isOptional(value: Json | undefined): boolean {
  return typeof value === 'string' && value.trim().endsWith('?');
}

/** Providers want the type beside the values. */
function completeEnum(schema: JsonObject): JsonObject {
  const { enum: values, type } = schema;
  const isOfTexts = Array.isArray(values) && values.length > 0 && values.every((each) => typeof each === 'string');
  return isOfTexts && type === undefined ? { type: 'string', ...schema } : schema;
}

function isTypeName(name: string): boolean {
  return (typeNames as readonly string[]).includes(name);
}
