import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';
import { answerSchema, contextFields, modelFields, modelOutput } from './ai-fields.ts';

export const aiExtract = defineAction({
  type: 'ai.extract',
  title: 'Extract with a model',
  summary: 'Takes data out of a text with a language model',
  parameters: z.strictObject({
    text: jsonValue.describe('What the data is in: a text, or any value'),
    schema: answerSchema,
    prompt: z.string().optional().describe('What else there is to know about the data'),
    ...modelFields,
    ...contextFields,
  }),
  output: z.object(modelOutput),
  effect: 'pure',
  example: { text: '{{ steps.read.output.content }}', schema: { invoice: 'string', total: 'number', due: 'date' } },
});
