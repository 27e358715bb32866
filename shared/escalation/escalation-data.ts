import { z } from 'zod';
import { jsonValue } from '../actions/json-value.ts';
import { severitySchema } from './severity.ts';

/** The name of the event that an escalation becomes. */
export const ESCALATION_EVENT = 'escalation';

/** What goes with it, and what a trigger gives to the run that it starts. */
export const escalationDataSchema = z.object({
  item: z.string().nullable().describe('The item of the inbox that waits for an answer; null when nothing waits'),
  severity: severitySchema.describe('How grave it is: low, medium, high, critical'),
  reason: z.string().describe('What is the matter'),
  context: jsonValue.describe('What there is to know about it; null when nothing was given'),
  agent: z.string().nullable().describe('The agent that is stuck; null for another step'),
  run: z.string().describe('The id of the run'),
  workflow: z.string().describe('The name of its workflow'),
  step: z.string().describe('The id of the step'),
  path: z.string().describe('Where the step stands in the run'),
});
export type EscalationData = z.output<typeof escalationDataSchema>;
