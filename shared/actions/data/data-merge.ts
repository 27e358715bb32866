import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonList, jsonValue } from '../json-value.ts';

export const dataMerge = defineAction({
  type: 'data.merge',
  title: 'Merge data',
  summary: 'Puts lists one after the other, lays objects over one another, or joins lists of objects by a key',
  parameters: z
    .strictObject({
      inputs: jsonList.describe('The values to merge, the weakest first'),
      mode: z
        .enum(['concat', 'deep', 'shallow', 'join'])
        .optional()
        .describe(
          'concat: lists one after the other; deep, shallow: objects, the later wins; join: lists by `key`. Default: concat for lists, deep for objects',
        ),
      lists: z.enum(['replace', 'concat']).default('replace').describe('deep: what a list over a list does'),
      key: z.string().min(1).optional().describe('join: path in each item to what items must share, such as id'),
      join: z
        .enum(['inner', 'left', 'full'])
        .default('left')
        .describe('join: which items stay without a partner: inner none, left those of the first list, full all'),
    })
    .refine((parameters) => parameters.mode !== 'join' || parameters.key !== undefined, {
      path: ['key'],
      message: 'is needed with join: the path to what items must share',
    }),
  output: z.strictObject({
    data: jsonValue.describe('The merged list or object'),
    count: z.number().describe('How many items, or keys of the object'),
  }),
  effect: 'pure',
  example: { inputs: [{ port: 80, tls: { on: false } }, { tls: { on: true } }], mode: 'deep' },
});
