import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';

export const dataFormat = defineAction({
  type: 'data.format',
  title: 'Write data as text',
  summary: 'Turns data into JSON, YAML, CSV, XML, lines, a text table or a Markdown table',
  parameters: z.strictObject({
    input: jsonValue.describe('The data; csv, table and markdown take a list of objects or of lists, lines a list, xml an object'),
    format: z.enum(['json', 'yaml', 'csv', 'xml', 'lines', 'table', 'markdown']).describe('What to write'),
    indent: z.number().int().min(0).max(8).default(2).describe('json, yaml, xml: spaces for each level; 0: json and xml on one line'),
    columns: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('csv, table, markdown: the columns and their order; default: every key, in the order met'),
    header: z.boolean().default(true).describe('csv, table: write the column names first'),
    delimiter: z.string().min(1).max(8).default(',').describe('csv: what stands between two values'),
  }),
  output: z.strictObject({ data: z.string().describe('The text') }),
  effect: 'pure',
  example: {
    input: [
      { name: 'a.ts', size: 20 },
      { name: 'b.ts', size: 40 },
    ],
    format: 'markdown',
  },
});
