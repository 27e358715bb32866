import type { aiAnalyze } from '../../../shared/actions/ai/ai-analyze.ts';
import { requireSchema } from '../../../shared/actions/ai/ai-fields.ts';
import type { ExecutorFor } from '../executor.ts';
import { aiStep } from './ai-step.ts';
import { outputOf, quoteData } from './ask-for-step.ts';

export const aiAnalyzeExecutor: ExecutorFor<typeof aiAnalyze> = aiStep<typeof aiAnalyze>(
  'analyze what it is given',
  ({ prompt, text, schema }) => ({
    task: 'analyze',
    prompt: text === undefined ? prompt : `${prompt}\n\n${quoteData('What it is about', text)}`,
    ...(schema === undefined ? {} : { schema: requireSchema(schema) }),
  }),
  outputOf,
);
