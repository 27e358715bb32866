import { z } from 'zod';
import type { aiClassify } from '../../../shared/actions/ai/ai-classify.ts';
import type { ExecutorFor } from '../executor.ts';
import { aiStep } from './ai-step.ts';
import { outputOf, quoteData } from './ask-for-step.ts';

const answered = z.object({ label: z.string(), confidence: z.number() });

export const aiClassifyExecutor: ExecutorFor<typeof aiClassify> = aiStep<typeof aiClassify>(
  'classify what it is given',
  ({ text, labels, prompt }) => {
    const names = Array.isArray(labels) ? labels : Object.keys(labels);
    const described = Array.isArray(labels) ? labels : Object.entries(labels).map(([name, what]) => `${name}: ${what}`);
    return {
      task: 'classify',
      instructions:
        'Sort the text into exactly one class. `confidence` is how sure you are, from 0 to 1: 1 only where nothing speaks for another class. `why` is one short sentence.',
      prompt: [
        `The classes:\n${described.map((each) => `- ${each}`).join('\n')}`,
        ...(prompt === undefined ? [] : [prompt]),
        quoteData('The text', text),
      ].join('\n\n'),
      schema: {
        type: 'object',
        properties: {
          why: { type: 'string' },
          label: { type: 'string', enum: names },
          confidence: { type: 'number', minimum: 0, maximum: 1 },
        },
        required: ['why', 'label', 'confidence'],
        additionalProperties: false,
      },
    };
  },
  (answer) => ({ ...answered.parse(answer.data), ...outputOf(answer) }),
);
