// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how the placeholders of the action look.
import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonList, jsonValue } from '../json-value.ts';

export const dataTemplate = defineAction({
  type: 'data.template',
  title: 'Fill in a template',
  summary: 'Fills values into a text, once or once for each item of a list',
  parameters: z.strictObject({
    template: z
      .string()
      .describe(
        'Text in which ${path} stands for a value, such as ${user.name}, ${files[0]} or ${note ?? "none"}; $${ writes a plain ${. Nothing is evaluated',
      ),
    values: z.record(z.string(), jsonValue).default({}).describe('The values by name; a value is never filled in a second time'),
    each: jsonList.optional().describe('A list: the text is written once for each item, as ${item}, with its number from 0 as ${index}'),
    separator: z.string().default('\n').describe('each: what stands between two texts'),
  }),
  output: z.strictObject({
    data: z.string().describe('The text'),
    count: z.number().describe('How many times the template was filled in'),
  }),
  effect: 'pure',
  example: { template: '- ${item.name}: ${item.size} bytes', each: [{ name: 'a.ts', size: 20 }] },
});
