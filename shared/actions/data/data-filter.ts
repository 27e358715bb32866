import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonList } from '../json-value.ts';

export const dataFilter = defineAction({
  type: 'data.filter',
  title: 'Filter a list',
  summary: 'Keeps the items of a list for which an expression is true',
  parameters: z.strictObject({
    input: jsonList.describe('The list'),
    expression: z
      .string()
      .min(1)
      .describe('JavaScript over `item` and `index`, such as item.size > 1000; the items for which it is true stay'),
  }),
  output: z.strictObject({
    data: jsonList.describe('The items that stayed, in their order'),
    count: z.number().describe('How many stayed'),
  }),
  effect: 'pure',
  example: {
    input: [
      { name: 'a.ts', size: 20 },
      { name: 'b.ts', size: 2000 },
    ],
    expression: 'item.size > 1000',
  },
});
