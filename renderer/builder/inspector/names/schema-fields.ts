import { z } from 'zod';
import type { PathSegment } from '../../../../shared/workflow/expression/path.ts';
import { alternatives } from '../../../../shared/workflow/schema-keys.ts';

export interface SchemaField {
  readonly name: PathSegment;
  readonly schema: z.core.$ZodType;
  readonly help: string | undefined;
}

/** The fields of what a schema gives, in all of its forms; of a list, its first entry as `0`. */
export function fieldsOfSchema(schema: z.core.$ZodType): readonly SchemaField[] {
  const fields = new Map<PathSegment, SchemaField>();
  for (const form of alternatives(schema, 'out')) {
    if (form instanceof z.ZodArray) fields.set(0, { name: 0, schema: form.element, help: undefined });
    if (!(form instanceof z.ZodObject)) continue;
    for (const [name, inner] of Object.entries(form.shape))
      if (!fields.has(name)) fields.set(name, { name, schema: inner, help: helpOf(inner) });
  }
  return [...fields.values()];
}

/** In a word, or undefined when it may be anything. */
export function typeOfSchema(schema: z.core.$ZodType): string | undefined {
  const types = new Set(alternatives(schema, 'out').map(typeOfForm));
  return types.size === 1 ? [...types][0] : undefined;
}

function typeOfForm(form: z.core.$ZodType): string | undefined {
  if (form instanceof z.ZodString || form instanceof z.ZodEnum || form instanceof z.ZodLiteral) return 'text';
  if (form instanceof z.ZodNumber) return 'number';
  if (form instanceof z.ZodBoolean) return 'boolean';
  if (form instanceof z.ZodArray) return 'list';
  return form instanceof z.ZodObject || form instanceof z.ZodRecord ? 'object' : undefined;
}

function helpOf(schema: z.core.$ZodType): string | undefined {
  return z.globalRegistry.get(schema)?.description;
}
