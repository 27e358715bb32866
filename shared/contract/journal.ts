import { z } from 'zod';
import { verdicts } from '../triggers/journal.ts';
import { procedure } from './errors.ts';
import { jsonObjectOutput } from './json.ts';
import { pageInput, pageOf, timeSchema } from './page.ts';

export const verdictSchema = z.enum(verdicts);

export const firingViewSchema = z.object({
  id: z.string(),
  at: timeSchema,
  /** `workflow name/trigger id`. */
  trigger: z.string(),
  workflow: z.string(),
  type: z.string(),
  verdict: verdictSchema,
  /** Which rule filtered it, which run it joined, which slot was missed, … */
  reason: z.string().nullable(),
  runId: z.string().nullable(),
  data: jsonObjectOutput,
});

export const journalContract = {
  /** Newest first. */
  list: procedure
    .route({ method: 'GET', path: '/journal', tags: ['triggers'], summary: 'List what fired, and what became of it' })
    .input(
      z.strictObject({
        ...pageInput,
        trigger: z.string().optional(),
        workflow: z.string().optional(),
        verdicts: z.array(verdictSchema).optional(),
        since: timeSchema.optional(),
      }),
    )
    .output(pageOf(firingViewSchema)),
};

export type FiringView = z.output<typeof firingViewSchema>;
