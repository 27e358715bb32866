import { z } from 'zod';

/**
 * What a query says, typed as the procedure's input wants it: a query is all text. What does not read as the wanted type stays text, for
 * the schema to refuse.
 */
export function coerceQuery(input: unknown, schema: unknown): unknown {
  if (!(schema instanceof z.ZodType) || typeof input !== 'object' || input === null) return input;
  const properties = propertiesOf(schema);
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, coerce(value, properties[name])]));
}

function coerce(value: unknown, type: string | undefined): unknown {
  if (type === 'array') return Array.isArray(value) ? value : [value];
  if (typeof value !== 'string') return value;
  if ((type === 'integer' || type === 'number') && /^-?\d{1,15}(?:\.\d+)?$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

const known = new WeakMap<z.ZodType, Record<string, string | undefined>>();

/** The JSON type of each field. */
function propertiesOf(schema: z.ZodType): Record<string, string | undefined> {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const bare = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  const { properties = {} } = z.toJSONSchema(bare, { io: 'input', unrepresentable: 'any' });
  const types = Object.entries(properties).map(
    ([name, field]) => [name, typeof field === 'object' && typeof field.type === 'string' ? field.type : undefined] as const,
  );
  const made = Object.fromEntries(types);
  known.set(schema, made);
  return made;
}
