import { z } from 'zod';
import { severitySchema } from '../../escalation/severity.ts';
import { parseDuration } from '../../lib/duration.ts';
import { defineAction } from '../action.ts';
import { jsonValue } from '../json-value.ts';

export const inboxEscalate = defineAction({
  type: 'inbox.escalate',
  title: 'Escalate',
  summary: 'Asks a person, or a workflow with an escalation trigger, for help, and waits for the answer',
  parameters: z.strictObject({
    reason: z
      .string()
      .min(1)
      .max(10_000)
      .describe('What is the matter, and what has to be decided: everything that somebody else must know'),
    severity: severitySchema.default('medium').describe('How grave it is: low, medium, high, critical'),
    context: jsonValue.default(null).describe('What there is to know about it, as data'),
    to: z.string().min(1).optional().describe('Who is asked'),
    wait: z.boolean().default(true).describe('false: it is told, and the step goes on'),
    timeout: z
      .union([z.string(), z.number()])
      .refine((value) => parseDuration(value) !== undefined, 'is not a duration; write 30s, 5m or 2h')
      .optional()
      .describe('Waits at most so long, such as 4h; default: as long as it takes'),
    onTimeout: z.enum(['fail', 'continue']).default('fail').describe('When nobody has answered in time'),
  }),
  output: z.strictObject({
    answered: z.boolean().describe('Whether somebody has answered; false when nobody was waited for, or nobody came in time'),
    answer: z.string().nullable().describe('What was answered'),
    by: z.string().nullable().describe('Who answered'),
  }),
  effect: 'internal',
  example: { reason: 'The customer asks for 900 back, and the limit is 300', severity: 'high' },
});
