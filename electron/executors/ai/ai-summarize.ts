import type { aiSummarize } from '../../../shared/actions/ai/ai-summarize.ts';
import type { ExecutorFor } from '../executor.ts';
import { aiStep } from './ai-step.ts';
import { outputOf, quoteData } from './ask-for-step.ts';

const lengths = { sentence: 'one sentence', short: 'two or three sentences', medium: 'about 150 words', long: 'about 400 words' } as const;

export const aiSummarizeExecutor: ExecutorFor<typeof aiSummarize> = aiStep<typeof aiSummarize>(
  'summarize what it is given',
  ({ text, length, format, prompt }) => ({
    task: 'summarize',
    instructions: `Summarize the text in ${typeof length === 'number' ? `about ${length} words` : lengths[length]}, ${
      format === 'bullets' ? 'as a list with a dash before each point' : 'as prose'
    }. Keep to what it says. Give the summary alone, with no words before or after it.`,
    prompt: [...(prompt === undefined ? [] : [prompt]), quoteData('The text', text)].join('\n\n'),
  }),
  outputOf,
);
