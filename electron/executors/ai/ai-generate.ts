import { requireSchema } from '../../../shared/actions/ai/ai-fields.ts';
import type { aiGenerate } from '../../../shared/actions/ai/ai-generate.ts';
import type { ExecutorFor } from '../executor.ts';
import { aiStep } from './ai-step.ts';
import { outputOf } from './ask-for-step.ts';

export const aiGenerateExecutor: ExecutorFor<typeof aiGenerate> = aiStep<typeof aiGenerate>(
  'write a text',
  ({ prompt, schema }) => ({ task: 'generate', prompt, ...(schema === undefined ? {} : { schema: requireSchema(schema) }) }),
  outputOf,
);
