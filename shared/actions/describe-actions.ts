import { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { ActionDefinition, EffectClass } from './action.ts';
import { actionDefinitions } from './registry.ts';

/** `parameters` and `output` are JSON Schemas. */
export interface DescribedAction {
  readonly type: string;
  readonly title: string;
  readonly summary: string;
  readonly parameters: JsonObject;
  readonly output: JsonObject;
  /** A `with` that works as it stands. */
  readonly example: JsonObject;
  /** `varies` where the parameters decide. */
  readonly effect: EffectClass | 'varies';
  readonly commandParameters: string[];
}

/** Every action of this release, for callers that cannot import the definitions. */
export function describeActions(): DescribedAction[] {
  return Object.values(actionDefinitions).map(
    ({ type, title, summary, parameters, output, example, effect, commandParameters = [] }: ActionDefinition) => ({
      type,
      title,
      summary,
      parameters: schemaOf(parameters, 'input'),
      output: schemaOf(output, 'output'),
      example: example as JsonObject,
      effect: typeof effect === 'function' ? 'varies' : effect,
      commandParameters: [...commandParameters],
    }),
  );
}

/** JSON Schema of a map, for whoever takes nothing else: of parameters in several forms, all fields of all of them. */
export function parametersSchemaOf(parameters: z.ZodType): JsonObject {
  const { $schema: _, ...schema } = schemaOf(parameters, 'input');
  if (schema['type'] === 'object') return schema;
  const forms = [schema['anyOf'], schema['oneOf'], schema['allOf']].flatMap((list) => (Array.isArray(list) ? (list as Json[]) : []));
  const properties = forms.map((form) => (isJsonObject(form) && isJsonObject(form['properties']) ? form['properties'] : {}));
  return { type: 'object', properties: Object.assign({}, ...properties) as JsonObject };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonObject;
}
