import { z } from 'zod';
import type { JsonPath } from './json-path.ts';

/** The keys that objects may have at a place inside what a schema describes; of all forms where it is a union. */
export function keysAt(schema: z.core.$ZodType, path: JsonPath): string[] {
  let schemas = alternatives(schema);
  for (const segment of path) schemas = schemas.flatMap((each) => alternativesInside(each, segment));
  return [...new Set(schemas.flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : [])))];
}

function alternativesInside(schema: z.core.$ZodType, segment: string | number): z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) {
    const inner: z.core.$ZodType | undefined = Object.hasOwn(schema.shape, segment) ? schema.shape[segment] : undefined;
    return inner === undefined ? [] : alternatives(inner);
  }
  if (schema instanceof z.ZodArray) return alternatives(schema.element);
  return schema instanceof z.ZodRecord ? alternatives(schema.valueType) : [];
}

/** The plain schemas behind optional, default, lazy, pipe and union. What a parse gives is on the out side of a pipe; what it takes, on the in side. */
export function alternatives(schema: z.core.$ZodType, side: 'in' | 'out' = 'in'): z.core.$ZodType[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodLazy
  ) {
    return alternatives(schema.unwrap(), side);
  }
  if (schema instanceof z.ZodPipe) return alternatives(side === 'in' ? schema.in : schema.out, side);
  return schema instanceof z.ZodUnion ? schema.options.flatMap((option) => alternatives(option, side)) : [schema];
}
