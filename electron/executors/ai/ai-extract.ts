import type { aiExtract } from '../../../shared/actions/ai/ai-extract.ts';
import { requireSchema } from '../../../shared/actions/ai/ai-fields.ts';
import type { ExecutorFor } from '../executor.ts';
import { aiStep } from './ai-step.ts';
import { outputOf, quoteData } from './ask-for-step.ts';

export const aiExtractExecutor: ExecutorFor<typeof aiExtract> = aiStep<typeof aiExtract>(
  'take data out of what it is given',
  ({ text, schema, prompt }) => ({
    task: 'extract',
    instructions:
      'Take the data that is asked for out of the text. Give only what stands in it: where something does not, give null or an empty text if the schema allows it, and make nothing up.',
    prompt: [...(prompt === undefined ? [] : [prompt]), quoteData('The text', text)].join('\n\n'),
    schema: requireSchema(schema),
  }),
  outputOf,
);
