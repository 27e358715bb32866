import { z } from 'zod';
import { liftSchema } from '../../ai/lift-schema.ts';
import { optimizeForSchema } from '../../ai/model.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import { jsonValue } from '../json-value.ts';

const paths = z.union([z.string().min(1), z.array(z.string().min(1)).max(50)]);

/** A schema in its short form or as JSON Schema; it must be one. */
export const answerSchema = jsonValue
  .superRefine((value, context) => {
    if (value === undefined) return;
    const lifted = liftSchema(value);
    if ('schema' in lifted) return;
    context.addIssue({ code: 'custom', message: lifted.problem, path: lifted.at === '' ? [] : lifted.at.split('.') });
  })
  .describe('What the answer must be: {severity: {enum: [none, error]}, text: string, tags: "string[]", note: "string?"}, or JSON Schema');

/** How a model is chosen and what it may take: the same for all AI steps. */
export const modelFields = {
  model: z.string().min(1).optional().describe('A model by name: claude-haiku-4-5, local/qwen3:8b; without one, the router chooses'),
  provider: z
    .string()
    .min(1)
    .optional()
    .describe('Choose among the models of this provider only: claude, openai, gemini, local, or one of yours'),
  optimizeFor: optimizeForSchema.default('balanced').describe('What the choice of the model goes by'),
  temperature: z.number().min(0).max(2).optional().describe('0 gives nearly the same answer each time, 1 and more a freer one'),
  maxTokens: z.int().positive().max(1_000_000).optional().describe('The longest answer'),
  budget: z
    .strictObject({
      tokens: z.int().positive().optional().describe('Of question and answer together'),
      cost: z.number().positive().optional().describe('In US dollars'),
    })
    .optional()
    .describe('What this step may take: a call that could take more is not made'),
  stream: z.boolean().default(true).describe('Show the answer in the log while it is written'),
} as const;

/** What a model is given beside its prompt: the same for all AI steps. */
export const contextFields = {
  system: z.string().optional().describe('What the model is told before everything else: its role, and rules to keep'),
  includeContext: z
    .union([
      z.boolean(),
      z.strictObject({
        trigger: z.boolean().default(false).describe("The trigger's data"),
        variables: z.boolean().default(false).describe('The variables of the run, without secrets'),
        steps: z.array(z.string().min(1)).default([]).describe('The outputs of these steps, by id'),
      }),
    ])
    .default(false)
    .describe('Tell the model about the run: true for trigger and variables, or {trigger, variables, steps: [ids]}'),
  files: paths.optional().describe('Text files and PDFs to go with the prompt'),
  images: paths.optional().describe('Pictures to go with the prompt: PNG, JPEG, GIF, WebP'),
  contextTokens: z
    .int()
    .positive()
    .max(1_000_000)
    .default(16_000)
    .describe('How much of context and files is sent; what is longer is trimmed, with a note where'),
} as const;

export const modelOutput = {
  response: z.string().describe('The answer as text'),
  data: jsonValue.describe('What was answered, as it was asked for; null without a schema'),
  tokens: z.object({ input: z.number(), output: z.number(), total: z.number() }).describe('Of all calls that the answer took'),
  cost: z.number().nullable().describe('In US dollars; null where the model has no price'),
  model: z.string().describe('Who answered: provider/model'),
  reason: z.string().describe('Why this model'),
  finish: z.enum(['stop', 'length']).describe('length: the answer was cut off at maxTokens'),
  escalated: z.boolean().optional().describe('true where a rule of `escalate` held, and somebody has answered'),
  answer: z
    .object({ by: z.string().nullable(), text: z.string().nullable() })
    .optional()
    .describe('What was answered to the escalation, and by whom'),
} as const;

/** The lifted schema of parameters that have been checked. */
export function requireSchema(value: Json): JsonObject {
  const lifted = liftSchema(value);
  if ('problem' in lifted) throw new Error(`The schema ${lifted.problem}`);
  return lifted.schema;
}
