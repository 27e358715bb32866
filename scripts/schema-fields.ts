import type { z } from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

/** One field of a JSON Schema's object, in words. */
export interface Field {
  /** `files[].path` for a field of the objects in a list, `groups.<name>.size` for one of the objects by name. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** JSON. */
  readonly default: string | undefined;
  readonly help: string;
}

/** The fields of an object, each followed by those inside it. */
export function describeFields(schema: Schema, prefix = ''): readonly Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    if (typeof value === 'boolean') return [];
    const name = prefix + key;
    const field: Field = {
      name,
      type: describeType(value),
      required: schema.required?.includes(key) === true && value.default === undefined,
      default: value.default === undefined ? undefined : JSON.stringify(value.default),
      help: value.description ?? '',
    };
    return [
      field,
      ...describeFields(value, `${name}.`),
      ...describeFields(itemsOf(value), `${name}[].`),
      ...describeFields(valuesOf(value), `${name}.<name>.`),
    ];
  });
}

function describeType(schema: Schema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined)
    return [...new Set(choices.map((choice) => (typeof choice === 'boolean' ? 'any' : describeType(choice))))].join(' or ');
  if (schema.type === 'array') return `list of ${describeType(itemsOf(schema))}`;
  if (schema.type === 'object') return 'object';
  return [schema.type ?? 'any'].flat().join(' or ');
}

function itemsOf(schema: Schema): Schema {
  return typeof schema.items === 'object' && !Array.isArray(schema.items) ? schema.items : {};
}

function valuesOf(schema: Schema): Schema {
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
}
