import { z } from 'zod';
import { defineAction } from '../action.ts';

export const failAction = defineAction({
  type: 'fail',
  title: 'Fail on purpose',
  summary: 'Ends the step as failed, with your words as the reason',
  parameters: z.strictObject({
    message: z.string().min(1).describe('Why, for whoever reads the run'),
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, 'must be upper snake case, such as NOT_READY')
      .default('FAILED')
      .describe('A code that retry.on and expressions can match'),
  }),
  output: z.never().describe('nothing, because the step always fails'),
  effect: 'internal',
  example: { message: 'The build folder is empty', code: 'NOTHING_BUILT' },
});
