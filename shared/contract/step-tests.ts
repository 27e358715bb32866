import { z } from 'zod';
import { procedure } from './errors.ts';
import { jsonInput, jsonObjectOutput, jsonOutput } from './json.ts';
import { draftSchema, sampleSourcesSchema } from './samples.ts';

export const previewSchema = z.union([
  /** `isCut`: the value was too large to be told, and `value` is the beginning of its text. */
  z.object({ ok: z.literal(true), value: jsonOutput, isCut: z.boolean() }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string(), hint: z.string().exactOptional() }),
]);

export const sampleSchema = z.object({
  step: z.string(),
  /** Where it comes from, in words: `the pinned output`, `run k3m…`. */
  source: z.string(),
  bytes: z.number().int(),
  /** The value was too large to be told whole: long lists and texts in it are cut. */
  isCut: z.boolean(),
  output: jsonOutput,
});

export const stepTestsContract = {
  /**
   * Runs a draft as a recorded run that is triggered by `test`, beside the runs of the workflow. `alone`: only the step, with the results of the
   * others taken from `sources`; INVALID_INPUT names the steps that have none. `upTo`: the step and all that it waits for, where only pinned and
   * given results stand in for steps. Effects are real.
   */
  start: procedure
    .route({
      method: 'POST',
      path: '/step-tests',
      successStatus: 202,
      tags: ['executions'],
      summary: 'Test a step of a draft, alone or with what leads to it',
    })
    .input(
      z.strictObject({
        draft: draftSchema,
        step: z.string().min(1),
        mode: z.enum(['alone', 'upTo']),
        sources: sampleSourcesSchema.default(sampleSourcesSchema.parse({})),
      }),
    )
    .output(z.object({ runId: z.string(), workflowId: z.string() })),
  /** The results that a test would take for these steps; those that have none are left out. Large ones are cut, unless they are asked for `whole`. */
  samples: procedure
    .route({ method: 'POST', path: '/step-tests/samples', tags: ['executions'], summary: 'The results that a test would take' })
    .input(
      z.strictObject({
        workflow: z.string().min(1).optional(),
        steps: z.array(z.string()).max(20_000),
        sources: sampleSourcesSchema.default(sampleSourcesSchema.parse({})),
        whole: z.boolean().default(false),
      }),
    )
    .output(z.object({ items: z.array(sampleSchema), inputs: jsonObjectOutput, trigger: jsonObjectOutput })),
  /** What a text with placeholders, or a bare expression, gives with sample data. Nothing but a value can come of it. */
  preview: procedure
    .route({ method: 'POST', path: '/step-tests/preview', tags: ['executions'], summary: 'Tell what an expression gives with sample data' })
    .input(
      z.strictObject({
        text: z.string().max(64 * 1024),
        isBare: z.boolean(),
        workflow: z.string().min(1).optional(),
        sources: sampleSourcesSchema.default(sampleSourcesSchema.parse({})),
        /** Values that the placeholders of `env` have. */
        env: z.record(z.string(), z.string()).default({}),
        index: z.number().int().min(0).optional(),
        event: jsonInput.optional(),
      }),
    )
    .output(previewSchema),
};

export type Sample = z.output<typeof sampleSchema>;
export type Preview = z.output<typeof previewSchema>;
