import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonList, jsonValue } from '../json-value.ts';

const figure = z.enum(['count', 'sum', 'average', 'min', 'max', 'unique']);

export const dataAggregate = defineAction({
  type: 'data.aggregate',
  title: 'Sum up a list',
  summary: 'Counts, adds up, groups or de-duplicates the items of a list; items without a value are left out, as in SQL',
  parameters: z
    .strictObject({
      input: jsonList.describe('The list'),
      operation: z
        .enum([...figure.options, 'groupBy'])
        .describe('What to work out; sum and average take numbers and numbers written as text, min and max also texts'),
      field: z.string().min(1).optional().describe('Path in each item to the value meant, such as order.total; left out: the item itself'),
      by: z
        .string()
        .min(1)
        .optional()
        .describe('groupBy: path in each item to what makes the group. unique: the first item with each value here stays'),
      aggregates: z
        .record(
          z.string(),
          z.strictObject({
            operation: figure.describe('What to work out in each group'),
            field: z.string().min(1).optional().describe('Path in each item to the value meant'),
          }),
        )
        .optional()
        .describe('groupBy: figures of each group by name, given instead of its items'),
    })
    .refine((parameters) => parameters.operation !== 'groupBy' || parameters.by !== undefined, {
      path: ['by'],
      message: 'is needed with groupBy: the path to what makes the group',
    }),
  output: z.strictObject({
    data: jsonValue.describe(
      'The figure (null when there was nothing to work out), or the list of distinct values, or the groups: {key, count, items} or {key, count, values}',
    ),
    count: z.number().describe('How many items went in; for unique and groupBy how many came out'),
  }),
  effect: 'pure',
  example: {
    input: [
      { author: 'ada', lines: 10 },
      { author: 'ada', lines: 5 },
      { author: 'grace', lines: 7 },
    ],
    operation: 'groupBy',
    by: 'author',
    aggregates: { lines: { operation: 'sum', field: 'lines' } },
  },
});
