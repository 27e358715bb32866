import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonList } from '../json-value.ts';

export const dataMap = defineAction({
  type: 'data.map',
  title: 'Change each item of a list',
  summary: 'Makes a new list with what an expression gives for each item',
  parameters: z.strictObject({
    input: jsonList.describe('The list'),
    expression: z
      .string()
      .min(1)
      .describe('JavaScript over `item` and `index`, such as item.name.toUpperCase(); where it gives undefined, the new item is null'),
  }),
  output: z.strictObject({
    data: jsonList.describe('The new list, as long as the old one'),
    count: z.number().describe('How many items'),
  }),
  effect: 'pure',
  example: { input: ['ada', 'grace'], expression: '({ number: index + 1, name: item.toUpperCase() })' },
});
