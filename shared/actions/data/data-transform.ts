import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';

export const dataTransform = defineAction({
  type: 'data.transform',
  title: 'Transform data',
  summary: 'Makes a new value out of another one with a JavaScript expression, run in the sandbox',
  parameters: z.strictObject({
    input: jsonValue.describe('The value the expression starts from'),
    expression: z
      .string()
      .min(1)
      .describe('JavaScript that gives the new value; `input` is the value, and each name of `values` is there too'),
    values: z.record(z.string(), jsonValue).default({}).describe('More values for the expression, by name'),
  }),
  output: z.strictObject({
    data: jsonValue.describe('What the expression gave'),
    count: z.number().optional().describe('How many items, when it gave a list'),
  }),
  effect: 'pure',
  example: { input: { price: 20, amount: 3 }, expression: '({ total: input.price * input.amount })' },
});
