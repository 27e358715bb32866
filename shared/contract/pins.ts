import { z } from 'zod';
import { fingerprintSchema } from '../workflow/testing/fingerprint.ts';
import { procedure } from './errors.ts';
import { jsonInput, jsonOutput } from './json.ts';
import { timeSchema } from './page.ts';
import { draftSchema } from './samples.ts';

const workflow = z.string().min(1).describe('A name or an id');
const step = z.string().min(1).describe('A step id');

/** As much as a pinned output may hold. */
export const mostPinnedBytes = 10 * 1024 * 1024;

export const pinViewSchema = z.object({
  step: z.string(),
  bytes: z.number().int(),
  /** The run that gave the output; null when it was written by hand. */
  runId: z.string().nullable(),
  at: timeSchema,
  /** How the step and what came before it stood then: `whyStale` compares it with a document. */
  fingerprint: fingerprintSchema,
  /** Why the output may not be what the step would give now, by the saved document; null while nothing speaks against it. */
  stale: z.string().nullable(),
});

export const pinsContract = {
  list: procedure
    .route({ method: 'GET', path: '/workflows/{workflow}/pins', tags: ['workflows'], summary: 'List the outputs pinned for its steps' })
    .input(z.strictObject({ workflow }))
    .output(z.object({ items: z.array(pinViewSchema), next: z.null() })),
  get: procedure
    .route({ method: 'GET', path: '/workflows/{workflow}/pins/{step}', tags: ['workflows'], summary: 'A pinned output' })
    .input(z.strictObject({ workflow, step }))
    .output(pinViewSchema.extend({ output: jsonOutput })),
  /**
   * Keeps an output for tests of the draft: that of a step of `run` (an id, and the path of the step in it where that is not its id), or `output`.
   * INVALID_INPUT when it is larger than 10 MB.
   */
  set: procedure
    .route({ method: 'POST', path: '/pins', tags: ['workflows'], summary: 'Pin the output of a step' })
    .input(
      draftSchema.extend({
        step,
        from: z.union([z.strictObject({ run: z.string().min(1), path: z.string().optional() }), z.strictObject({ output: jsonInput })]),
      }),
    )
    .output(pinViewSchema.extend({ workflowId: z.string() })),
  remove: procedure
    .route({ method: 'DELETE', path: '/workflows/{workflow}/pins/{step}', tags: ['workflows'], summary: 'Unpin the output of a step' })
    .input(z.strictObject({ workflow, step }))
    .output(z.object({ removed: z.boolean() })),
  /** The step has another id now. */
  rename: procedure
    .route({
      method: 'POST',
      path: '/workflows/{workflow}/pins/{step}/rename',
      tags: ['workflows'],
      summary: 'Move a pin to another step id',
    })
    .input(z.strictObject({ workflow, step, to: step })),
};

export type PinView = z.output<typeof pinViewSchema>;
