import { z } from 'zod';
import { runStatuses } from '../run/status.ts';
import { problemSchema, procedure } from './errors.ts';
import { jsonObjectOutput } from './json.ts';
import { pageInput, pageOf, timeSchema } from './page.ts';

const workflow = z.string().min(1).describe('A name, an id, or a unique prefix of an id');
const ofWorkflow = z.object({ workflow });

export const workflowSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  version: z.string(),
  enabled: z.boolean(),
  tags: z.array(z.string()),
  /** The file it was imported from, absolute. */
  path: z.string().nullable(),
  triggers: z.array(z.object({ id: z.string(), type: z.string(), enabled: z.boolean() })),
  lastRun: z.object({ runId: z.string(), state: z.enum(runStatuses), at: timeSchema }).nullable(),
  updatedAt: timeSchema,
});

export const workflowVersionSchema = z.object({
  /** Counts from 1 in each workflow. */
  number: z.number().int(),
  version: z.string(),
  hash: z.string(),
  createdAt: timeSchema,
  current: z.boolean(),
});

export const workflowsContract = {
  list: procedure
    .input(z.object({ ...pageInput, search: z.string().optional(), tag: z.string().optional(), enabled: z.boolean().optional() }))
    .output(pageOf(workflowSummarySchema)),
  get: procedure.input(ofWorkflow).output(workflowSummarySchema.extend({ hash: z.string(), text: z.string(), document: jsonObjectOutput })),
  /**
   * Adds the document, or a new version where one of its name is there. `trust`: the person agreed to what it can touch;
   * without it the workflow is stored disabled.
   */
  import: procedure.input(z.object({ text: z.string(), path: z.string().optional(), trust: z.boolean() })).output(
    z.object({
      workflow: workflowSummarySchema,
      change: z.enum(['created', 'updated', 'unchanged']),
      warnings: z.array(problemSchema),
    }),
  ),
  export: procedure
    .input(ofWorkflow.extend({ format: z.enum(['yaml', 'json']).default('yaml'), version: z.number().int().optional() }))
    .output(z.object({ text: z.string(), fileName: z.string() })),
  setEnabled: procedure.input(ofWorkflow.extend({ enabled: z.boolean() })).output(workflowSummarySchema),
  /** CONFLICT while a run of it is not over. */
  delete: procedure.input(ofWorkflow).output(z.object({ id: z.string(), name: z.string() })),
  duplicate: procedure.input(ofWorkflow.extend({ name: z.string().optional() })).output(workflowSummarySchema),
  /** Newest first. */
  versions: procedure.input(ofWorkflow.extend(pageInput)).output(pageOf(workflowVersionSchema)),
};

export type WorkflowSummary = z.output<typeof workflowSummarySchema>;
