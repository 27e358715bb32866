import { z } from 'zod';
import { defineAction } from '../action.ts';
import { answerSchema, contextFields, modelFields, modelOutput } from './ai-fields.ts';

export const aiGenerate = defineAction({
  type: 'ai.generate',
  title: 'Generate with a model',
  summary: 'Lets a language model write a text, or data that fits a schema',
  parameters: z.strictObject({
    prompt: z.string().min(1).describe('What the model is to do'),
    schema: answerSchema.optional(),
    ...modelFields,
    ...contextFields,
  }),
  output: z.object(modelOutput),
  effect: 'pure',
  example: { prompt: 'Write a changelog entry for these commits:\n{{ steps.log.output.commits }}', maxTokens: 400 },
});
