import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';
import { answerSchema, contextFields, modelFields, modelOutput } from './ai-fields.ts';

export const aiAnalyze = defineAction({
  type: 'ai.analyze',
  title: 'Analyze with a model',
  summary: 'Asks a language model about a text, files or pictures',
  parameters: z.strictObject({
    prompt: z.string().min(1).describe('What is to be found out'),
    text: jsonValue.optional().describe('What it is about: a text, or any value; it is given as data, which the prompt is not'),
    schema: answerSchema.optional(),
    ...modelFields,
    ...contextFields,
  }),
  output: z.object(modelOutput),
  effect: 'pure',
  example: {
    prompt: 'Review this code. How bad is the worst problem?',
    text: '{{ steps.read.output.content }}',
    schema: { severity: { enum: ['none', 'warning', 'error'] }, text: 'string' },
  },
});
