import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';

/** Whether every object in a JSON Schema is closed and asks for all of its fields: what providers want before they promise an answer that fits. */
export function isStrictSchema(schema: JsonObject): boolean {
  const { properties, items, anyOf, $defs } = schema;
  const below: readonly Json[] = [
    ...(isJsonObject(properties) ? Object.values(properties) : []),
    ...(items === undefined ? [] : [items]),
    ...(Array.isArray(anyOf) ? anyOf : []),
    ...(isJsonObject($defs) ? Object.values($defs) : []),
  ];
  if (Object.keys(schema).some((keyword) => !strictKeywords.has(keyword))) return false;
  if (schema['type'] === 'object' && !isClosed(schema)) return false;
  return below.every((each) => isJsonObject(each) && isStrictSchema(each));
}

const strictKeywords = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'const',
  'anyOf',
  'description',
  'title',
  '$ref',
  '$defs',
]);

function isClosed({ properties, required, additionalProperties }: JsonObject): boolean {
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  return additionalProperties === false && Array.isArray(required) && names.every((name) => required.includes(name));
}
