import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonList } from '../json-value.ts';

export const dataSort = defineAction({
  type: 'data.sort',
  title: 'Sort a list',
  summary: 'Sorts a list; items that compare equal keep their order, and items without a value come last',
  parameters: z
    .strictObject({
      input: jsonList.describe('The list'),
      by: z.string().min(1).optional().describe('Path in each item, such as author.name; left out: the item itself'),
      expression: z.string().min(1).optional().describe('JavaScript over `item` and `index` that gives what to sort by, instead of `by`'),
      order: z.enum(['asc', 'desc']).default('asc').describe('asc: smallest first; desc: largest first'),
      compare: z
        .enum(['auto', 'text', 'number', 'natural'])
        .default('auto')
        .describe('auto: numbers as numbers, everything else as text; number: also numbers written as text; natural: file2 before file10'),
    })
    .refine((parameters) => parameters.by === undefined || parameters.expression === undefined, 'takes by or expression, not both'),
  output: z.strictObject({
    data: jsonList.describe('The sorted list'),
    count: z.number().describe('How many items'),
  }),
  effect: 'pure',
  example: { input: [{ name: 'file10' }, { name: 'file2' }], by: 'name', compare: 'natural' },
});
