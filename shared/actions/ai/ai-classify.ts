import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';
import { contextFields, modelFields, modelOutput } from './ai-fields.ts';

const label = z.string().trim().min(1).max(200);

export const aiClassify = defineAction({
  type: 'ai.classify',
  title: 'Classify with a model',
  summary: 'Sorts a text into one of your classes with a language model',
  parameters: z.strictObject({
    text: jsonValue.describe('What is to be sorted: a text, or any value'),
    labels: z
      .union([
        z
          .array(label)
          .min(2)
          .max(200)
          .refine((labels) => new Set(labels).size === labels.length, 'names a class twice'),
        z.record(label, z.string()).refine((labels) => Object.keys(labels).length >= 2, 'needs two classes or more'),
      ])
      .describe('The classes: a list of names, or each name with what belongs to it'),
    prompt: z.string().optional().describe('What else there is to know about the classes'),
    ...modelFields,
    ...contextFields,
  }),
  output: z.object({
    label: z.string().describe('One of the classes'),
    confidence: z.number().describe('How sure the model says it is, 0 to 1'),
    ...modelOutput,
  }),
  effect: 'pure',
  example: {
    text: '{{ trigger.body.title }}',
    labels: { bug: 'Something does not work', feature: 'Something is wished for', question: 'Somebody asks' },
  },
});
