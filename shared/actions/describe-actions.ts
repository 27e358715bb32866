import { z } from 'zod';
import type { JsonObject } from '../lib/json.ts';
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

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonObject;
}
