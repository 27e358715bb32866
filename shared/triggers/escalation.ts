import { z } from 'zod';
import { escalationDataSchema } from '../escalation/escalation-data.ts';
import { severitySchema } from '../escalation/severity.ts';
import { defineTrigger } from './trigger.ts';

const names = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

export const escalationTrigger = defineTrigger({
  type: 'escalation',
  title: 'When a step needs help',
  summary: 'Fires once for each escalation of an agent or of another step',
  config: z.strictObject({
    severity: severitySchema.optional().describe('Only of at least this severity: low, medium, high, critical'),
    agent: names.optional().describe('Only of this agent, or of one of these'),
    workflow: names.optional().describe('Only from this workflow, or from one of these'),
    match: z.string().min(1).optional().describe("Only those for which this expression holds: escalation.reason.includes('refund')"),
    maxRunsPerMinute: z.number().int().min(1).max(100_000).default(60).describe('More runs than this in a minute pause the trigger'),
  }),
  data: escalationDataSchema.extend({ at: z.string().describe('When it was escalated (ISO 8601, UTC)') }),
  example: { severity: 'high', agent: 'support-bot' },
});
