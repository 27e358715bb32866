import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';
import { contextFields, modelFields, modelOutput } from './ai-fields.ts';

export const aiSummarize = defineAction({
  type: 'ai.summarize',
  title: 'Summarize with a model',
  summary: 'Shortens a text with a language model',
  parameters: z.strictObject({
    text: jsonValue.describe('What is to be shortened: a text, or any value'),
    length: z
      .union([z.enum(['sentence', 'short', 'medium', 'long']), z.int().min(5).max(5000)])
      .default('short')
      .describe('How long the summary is: a word for it, or about how many words'),
    format: z.enum(['prose', 'bullets']).default('prose').describe('Sentences, or a list'),
    prompt: z.string().optional().describe('What to look at most, or for whom it is'),
    ...modelFields,
    ...contextFields,
  }),
  output: z.object(modelOutput),
  effect: 'pure',
  example: { text: '{{ steps.diff.output }}', length: 'sentence', prompt: 'For a commit message' },
});
