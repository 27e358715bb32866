import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';

export const logAction = defineAction({
  type: 'log',
  title: 'Write to the log',
  summary: "Writes a line to the step's log",
  parameters: z.strictObject({
    message: jsonValue.describe('What to write; anything but text is written as JSON'),
    level: z.enum(['debug', 'info', 'warning', 'error']).default('info').describe('How much it matters'),
  }),
  output: z.strictObject({ message: z.string().describe('What was written') }),
  effect: 'internal',
  example: { message: 'All files are in place' },
});
