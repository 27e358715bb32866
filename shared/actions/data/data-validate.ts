import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';

export const dataValidate = defineAction({
  type: 'data.validate',
  title: 'Check data against a schema',
  summary: 'Checks a value against a JSON Schema (2020-12, or draft-07 when `$schema` says so) and lists everything wrong with it',
  parameters: z.strictObject({
    input: jsonValue.describe('The value to check'),
    schema: z
      .union([z.boolean(), z.record(z.string(), jsonValue)])
      .describe('The JSON Schema; formats such as email and date-time are checked'),
    failOnInvalid: z.boolean().default(true).describe('Fail the step when the value does not match; false: only say so in the output'),
  }),
  output: z.strictObject({
    valid: z.boolean().describe('Whether the value matches'),
    errors: z
      .array(z.strictObject({ path: z.string().describe('Where, as a JSON pointer; empty for the whole value'), message: z.string() }))
      .describe('Everything that does not match'),
  }),
  effect: 'pure',
  example: { input: { port: 8080 }, schema: { type: 'object', required: ['port'], properties: { port: { type: 'integer' } } } },
});
