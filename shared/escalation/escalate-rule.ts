import { z } from 'zod';
import { severitySchema } from './severity.ts';

const whenSchema = z
  .union([
    z.enum(['asked', 'schemaFailure', 'budget', 'failure']),
    z.strictObject({ confidenceBelow: z.number().min(0).max(1).describe('The model says that it is less sure than this') }),
    z.strictObject({
      keyword: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).describe('Words of the answer, in any case; one is enough'),
    }),
  ])
  .describe(
    'asked: the model itself asks for help by its tool; schemaFailure: no answer fits the schema, after all tries; budget: the budget is used up; failure: any failure, after all tries; or {confidenceBelow: 0.7}, {keyword: [refund, lawyer]}',
  );

/** When a step with a model needs help, and what becomes of it meanwhile. */
export const escalateRuleSchema = z.strictObject({
  when: whenSchema,
  severity: severitySchema.optional().describe('How grave it is; default: medium'),
  wait: z
    .boolean()
    .optional()
    .describe('true (default): the step waits for an answer; false: it fails at once, and the escalation is told'),
  timeout: z.union([z.string(), z.number()]).optional().describe('Waits at most so long; default: as long as it takes'),
  onTimeout: z
    .enum(['fail', 'continue'])
    .optional()
    .describe('When nobody has answered in time; continue: with what the model gave, or, where it has asked itself, without help'),
  to: z.string().min(1).optional().describe('Who is asked'),
});
export type EscalateRule = z.output<typeof escalateRuleSchema>;

/** One rule or several; the first that holds counts. */
export const escalateSchema = z
  .union([escalateRuleSchema, z.array(escalateRuleSchema).min(1)])
  .describe('When a person, or another workflow, has to help');
