import { z } from 'zod';
import { isJsonObject, type JsonObject } from '../lib/json.ts';
import type { Catalogue } from './catalogue.ts';
import { FORMAT, stepSchemas, triggerSchema, workflowSchema } from './schema.ts';

type JsonSchema = Record<string, unknown>;

/** A value that is or holds a placeholder may stand wherever a value is asked for. */
const PLACEHOLDER = { type: 'string', pattern: '\\{\\{' };

/** JSON Schema (2020-12) of the document as people write it, for editors: `with` completes by `action`, `config` by a trigger's `type`. */
export function workflowJsonSchema(catalogue: Catalogue): JsonSchema {
  const definitions: JsonSchema = {};
  const actions = Object.values(catalogue.actions).map(({ type, parameters, summary }) => ({
    type,
    values: { description: summary, ...embed(type, parameters, definitions) },
  }));
  const triggers = Object.values(catalogue.triggers).map(({ type, config }) => ({
    type,
    values: embed(`trigger.${type}`, config, definitions),
  }));
  const laterActions = [...(catalogue.laterActions ?? [])].map(laterType);
  const laterTriggers = [...(catalogue.laterTriggers ?? [])].map(laterType);
  const schema = z.toJSONSchema(workflowSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === stepSchemas.action) completeByType(jsonSchema, 'action', 'with', [...actions, ...laterActions]);
      if (zodSchema === triggerSchema) completeByType(jsonSchema, 'type', 'config', [...triggers, ...laterTriggers]);
    },
  });
  return { ...schema, title: `Pawl workflow, format ${FORMAT}`, $defs: { ...schema.$defs, ...definitions } };
}

/** A type that cannot run yet: its values are not known either. */
function laterType([type, summary]: readonly [string, string]): { type: string; values: JsonSchema } {
  return { type, values: { description: summary } };
}

/** Lists the types under `key`, and says for each what stands under `valuesKey`. */
function completeByType(
  jsonSchema: JsonSchema,
  key: string,
  valuesKey: string,
  types: readonly { type: string; values: JsonSchema }[],
): void {
  const { properties } = jsonSchema;
  if (!isJsonObject(properties) || types.length === 0) return;
  jsonSchema['properties'] = { ...properties, [key]: { type: 'string', enum: types.map(({ type }) => type) } };
  jsonSchema['allOf'] = types.map(({ type, values }) => ({
    if: { properties: { [key]: { const: type } }, required: [key] },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema, in an object that nobody awaits
    then: { properties: { [valuesKey]: values } },
  }));
}

/** The schema of one type, its own definitions moved to those of the whole under names of their own. */
function embed(name: string, schema: z.ZodType, definitions: JsonSchema): JsonSchema {
  const { $schema: _, $defs, ...own } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const prefix = `${name}.`;
  for (const [key, definition] of Object.entries($defs ?? {})) definitions[prefix + key] = moveReferences(definition, prefix);
  return allowPlaceholders(moveReferences(own, prefix));
}

function moveReferences(schema: unknown, prefix: string): JsonObject {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace(/^#\/\$defs\//, `#/$defs/${prefix}`) : value,
  );
  const moved: unknown = JSON.parse(text);
  return isJsonObject(moved) ? moved : {};
}

function allowPlaceholders(schema: JsonObject): JsonSchema {
  const allowed: JsonSchema = { ...schema };
  for (const key of ['properties', 'patternProperties']) {
    const inner = schema[key];
    if (isJsonObject(inner)) allowed[key] = Object.fromEntries(Object.entries(inner).map(([name, each]) => [name, orPlaceholder(each)]));
  }
  for (const key of ['items', 'additionalProperties']) if (isJsonObject(schema[key])) allowed[key] = orPlaceholder(schema[key]);
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const forms = schema[key];
    if (Array.isArray(forms)) allowed[key] = forms.map((form) => (isJsonObject(form) ? allowPlaceholders(form) : form));
  }
  return allowed;
}

function orPlaceholder(schema: unknown): unknown {
  if (!isJsonObject(schema)) return schema;
  const { description, ...rest } = schema;
  const isAnyText = Object.keys(rest).every((key) => key === 'type' || key === 'default') && (rest['type'] ?? 'string') === 'string';
  if (isAnyText) return schema;
  return { ...(description === undefined ? {} : { description }), anyOf: [allowPlaceholders(rest), PLACEHOLDER] };
}
