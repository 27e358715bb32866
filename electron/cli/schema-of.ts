import { z } from 'zod';
import { catalogue } from '../../shared/catalogue.ts';
import { workflowJsonSchema } from '../../shared/workflow/json-schema.ts';
import { nearest } from '../../shared/workflow/nearest.ts';
import { notFound } from './command-failure.ts';

/** The JSON Schema of the document, of an action's parameters and output, or of a trigger's config. Throws CommandFailure `NOT_FOUND`. */
export function schemaOf(type: string | undefined): unknown {
  if (type === undefined) return workflowJsonSchema(catalogue);
  const action = Object.hasOwn(catalogue.actions, type) ? catalogue.actions[type] : undefined;
  if (action !== undefined) {
    const { title, summary, parameters, output } = action;
    return { type, title, summary, parameters: jsonSchema(parameters, 'input'), output: jsonSchema(output, 'output') };
  }
  const trigger = Object.hasOwn(catalogue.triggers, type) ? catalogue.triggers[type] : undefined;
  if (trigger !== undefined) return { type, config: jsonSchema(trigger.config, 'input') };
  const near = nearest(type, [...Object.keys(catalogue.actions), ...Object.keys(catalogue.triggers)]);
  throw notFound(`There is no action or trigger type called ${type}.`, near === undefined ? [] : [near]);
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' });
}
