import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';

export const dataParse = defineAction({
  type: 'data.parse',
  title: 'Read structured text',
  summary: 'Turns JSON, YAML, CSV, XML, lines or what a regular expression finds into data',
  parameters: z
    .strictObject({
      input: z.string().describe('The text'),
      format: z
        .enum(['json', 'yaml', 'csv', 'xml', 'lines', 'regex'])
        .describe('What the text is. XML attributes become keys with @, text beside them #text, and every value stays text'),
      header: z.boolean().default(true).describe('csv: the first line names the columns and rows become objects; false: rows become lists'),
      delimiter: z.string().min(1).max(8).default(',').describe('csv: what stands between two values'),
      pattern: z.string().min(1).optional().describe('regex: the regular expression, in JavaScript writing without slashes'),
      flags: z
        .string()
        .regex(/^[imsuv]*$/, 'may hold i, m, s, u and v')
        .default('')
        .describe('regex: i, m, s, u or v; all matches are found anyway'),
    })
    .refine((parameters) => parameters.format !== 'regex' || parameters.pattern !== undefined, {
      path: ['pattern'],
      message: 'is needed with regex',
    }),
  output: z.strictObject({
    data: jsonValue.describe('What the text says; for regex a list of {match, index, groups, named}'),
    count: z.number().optional().describe('How many items, when it is a list'),
  }),
  effect: 'pure',
  example: { input: 'name,size\na.ts,20\nb.ts,40\n', format: 'csv' },
});
