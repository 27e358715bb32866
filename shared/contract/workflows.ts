import { z } from 'zod';
import { runStatuses } from '../run/status.ts';
import { triggerHealths } from '../triggers/journal.ts';
import { writings } from '../workflow/writings.ts';
import { problemSchema, procedure } from './errors.ts';
import { importPreviewSchema } from './import-preview.ts';
import { jsonObjectInput, jsonObjectOutput } from './json.ts';
import { noInput, pageInput, pageOf, timeSchema } from './page.ts';
import { runSummarySchema, runViewSchema } from './run-view.ts';
import { startedSchema } from './runs.ts';

const workflow = z.string().min(1).describe('A name, an id, or a unique prefix of an id');
const ofWorkflow = z.strictObject({ workflow });

export const workflowSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  version: z.string(),
  enabled: z.boolean(),
  tags: z.array(z.string()),
  /** The file it was imported from, absolute. */
  path: z.string().nullable(),
  favourite: z.boolean(),
  triggers: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      enabled: z.boolean(),
      health: z.enum(triggerHealths),
      /** Why the health is not `armed`. */
      reason: z.string().nullable(),
    }),
  ),
  lastRun: z.object({ runId: z.string(), state: z.enum(runStatuses), at: timeSchema }).nullable(),
  /** Its newest runs, newest first, at most ten. */
  recent: z.array(z.object({ runId: z.string(), state: z.enum(runStatuses) })),
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

const savedSchema = z.object({
  workflow: workflowSummarySchema,
  change: z.enum(['created', 'updated', 'unchanged']),
  warnings: z.array(problemSchema),
});

export const actionSchema = z.object({
  type: z.string(),
  title: z.string(),
  summary: z.string(),
  /** JSON Schemas of a step's `with`, and of its output. */
  parameters: jsonObjectOutput,
  output: jsonObjectOutput,
  example: jsonObjectOutput,
  /** What a repeat would do; `varies` where the parameters decide. */
  effect: z.enum(['pure', 'keyed', 'once', 'internal', 'varies']),
  /** Parameters that hold a shell command. */
  commandParameters: z.array(z.string()),
});

const executeInput = {
  inputs: jsonObjectInput.default({}),
  context: jsonObjectInput.default({}).describe('What `trigger` holds in the run'),
  triggeredBy: z.string().min(1).default('api'),
  priority: z.number().int().min(-100).max(100).optional(),
  until: z.string().optional().describe('The last step to run, with everything it needs'),
};

export const workflowsContract = {
  list: procedure
    .route({ method: 'GET', path: '/workflows', tags: ['workflows'], summary: 'List workflows' })
    .input(
      z.strictObject({
        ...pageInput,
        search: z.string().optional(),
        tag: z.string().optional(),
        enabled: z.boolean().optional(),
        favourite: z.boolean().optional(),
        sort: z.enum(['name', 'changed', 'run']).default('name').describe('By name, or by the last change or run, newest first'),
      }),
    )
    .output(pageOf(workflowSummarySchema).extend({ total: z.number().int().describe('How many fit, on all pages') })),
  tags: procedure
    .route({ method: 'GET', path: '/workflows/tags', tags: ['workflows'], summary: 'List the tags of the workflows' })
    .input(noInput)
    .output(z.object({ items: z.array(z.object({ tag: z.string(), count: z.number().int() })), next: z.null() })),
  get: procedure
    .route({ method: 'GET', path: '/workflows/{workflow}', tags: ['workflows'], summary: 'A workflow with its document' })
    .input(ofWorkflow)
    .output(workflowSummarySchema.extend({ hash: z.string(), text: z.string(), document: jsonObjectOutput })),
  /**
   * Adds the document, or a new version where one of its name is there. `trust`: the person agreed to what it can touch;
   * without it a new workflow is stored disabled, and one that is on is switched off when it can touch more than before. `agreed` binds
   * that to what was shown: CONFLICT when the text can touch something else than the preview with this agreement.
   */
  import: procedure
    .route({
      method: 'POST',
      path: '/workflows',
      successStatus: 201,
      tags: ['workflows'],
      summary: 'Add a workflow, or a new version of one',
    })
    .input(z.strictObject({ text: z.string(), path: z.string().optional(), trust: z.boolean(), agreed: z.string().optional() }))
    .output(savedSchema),
  /** Of a workflow in YAML or JSON, or of a bundle. Throws INVALID_INPUT for a bundle that is none. */
  preview: procedure
    .route({ method: 'POST', path: '/workflows/preview', tags: ['workflows'], summary: 'Tell what a file would bring, and store nothing' })
    .input(z.strictObject({ text: z.string(), path: z.string().optional() }))
    .output(importPreviewSchema),
  /** `workflows` are positions in the bundle with the agreements of its preview; `templates` are slugs. All are taken, or none. */
  importBundle: procedure
    .route({
      method: 'POST',
      path: '/workflows/bundle',
      successStatus: 201,
      tags: ['workflows'],
      summary: 'Add workflows and templates of a bundle',
    })
    .input(
      z.strictObject({
        text: z.string(),
        trust: z.boolean(),
        workflows: z.array(z.strictObject({ index: z.number().int().min(0), agreed: z.string().optional() })),
        templates: z.array(z.string()).default([]),
      }),
    )
    .output(z.object({ items: z.array(savedSchema), templates: z.array(z.string()) })),
  /** One file of several workflows, and of templates of yours. */
  exportBundle: procedure
    .route({ method: 'POST', path: '/workflows/bundle/export', tags: ['workflows'], summary: 'Several workflows as one file' })
    .input(z.strictObject({ workflows: z.array(z.string()).max(10_000), templates: z.array(z.string()).default([]) }))
    .output(z.object({ text: z.string(), fileName: z.string() })),
  /** A new version of this workflow. Another name than it has is a CONFLICT, unless `rename` says so and the name is free. `trust` as in `import`. */
  update: procedure
    .route({ method: 'PUT', path: '/workflows/{workflow}', tags: ['workflows'], summary: 'Replace the document of a workflow' })
    .input(ofWorkflow.extend({ text: z.string(), trust: z.boolean(), rename: z.boolean().default(false) }))
    .output(savedSchema),
  /** Of `text`, or of what is stored. */
  validate: procedure
    .route({
      method: 'POST',
      path: '/workflows/{workflow}/validate',
      tags: ['workflows'],
      summary: 'Check the document, or another text for it',
    })
    .input(ofWorkflow.extend({ text: z.string().optional() }))
    .output(z.object({ valid: z.boolean(), problems: z.array(problemSchema) })),
  /** What a run would do, without doing any of it. */
  test: procedure
    .route({ method: 'POST', path: '/workflows/{workflow}/test', tags: ['workflows'], summary: 'Tell what a run would do' })
    .input(ofWorkflow.extend(executeInput))
    .output(runViewSchema),
  /** As `runs.start` of an imported workflow. */
  execute: procedure
    .route({ method: 'POST', path: '/workflows/{workflow}/execute', successStatus: 202, tags: ['workflows'], summary: 'Start a run' })
    .input(ofWorkflow.extend(executeInput))
    .output(startedSchema),
  /** Newest first. */
  executions: procedure
    .route({ method: 'GET', path: '/workflows/{workflow}/executions', tags: ['workflows'], summary: 'List the runs of a workflow' })
    .input(ofWorkflow.extend({ ...pageInput, states: z.array(z.enum(runStatuses)).optional(), since: timeSchema.optional() }))
    .output(pageOf(runSummarySchema)),
  /** Every action that a step can name, with JSON Schemas of what it takes and gives. */
  actions: procedure
    .route({ method: 'GET', path: '/workflows/actions', tags: ['workflows'], summary: 'List the actions that steps can use' })
    .input(noInput)
    .output(z.object({ items: z.array(actionSchema), next: z.null() })),
  export: procedure
    .route({ method: 'GET', path: '/workflows/{workflow}/export', tags: ['workflows'], summary: 'The document as YAML or JSON' })
    .input(ofWorkflow.extend({ format: z.enum(writings).default('yaml'), version: z.number().int().optional() }))
    .output(z.object({ text: z.string(), fileName: z.string() })),
  setEnabled: procedure
    .route({ method: 'PUT', path: '/workflows/{workflow}/enabled', tags: ['workflows'], summary: 'Enable or disable a workflow' })
    .input(ofWorkflow.extend({ enabled: z.boolean() }))
    .output(workflowSummarySchema),
  setFavourite: procedure
    .route({ method: 'PUT', path: '/workflows/{workflow}/favourite', tags: ['workflows'], summary: 'Keep a workflow at hand' })
    .input(ofWorkflow.extend({ favourite: z.boolean() }))
    .output(workflowSummarySchema),
  /** CONFLICT while a run of it is not over. */
  delete: procedure
    .route({ method: 'DELETE', path: '/workflows/{workflow}', tags: ['workflows'], summary: 'Delete a workflow' })
    .input(ofWorkflow)
    .output(z.object({ id: z.string(), name: z.string() })),
  duplicate: procedure
    .route({ method: 'POST', path: '/workflows/{workflow}/duplicate', successStatus: 201, tags: ['workflows'], summary: 'Copy a workflow' })
    .input(ofWorkflow.extend({ name: z.string().optional() }))
    .output(workflowSummarySchema),
  /** Newest first. */
  versions: procedure
    .route({ method: 'GET', path: '/workflows/{workflow}/versions', tags: ['workflows'], summary: 'List the versions of a workflow' })
    .input(ofWorkflow.extend(pageInput))
    .output(pageOf(workflowVersionSchema)),
  version: procedure
    .route({ method: 'GET', path: '/workflows/{workflow}/version', tags: ['workflows'], summary: 'A version with its document' })
    .input(ofWorkflow.extend({ number: z.number().int().min(1) }))
    .output(workflowVersionSchema.extend({ text: z.string(), document: jsonObjectOutput })),
  /** Makes a new version that says what an older one says. CONFLICT for the current one. */
  restore: procedure
    .route({
      method: 'POST',
      path: '/workflows/{workflow}/restore',
      tags: ['workflows'],
      summary: 'Go back to an older version, as a new one',
    })
    .input(ofWorkflow.extend({ number: z.number().int().min(1) }))
    .output(savedSchema),
};

export type WorkflowVersion = z.output<typeof workflowVersionSchema>;
export type WorkflowSummary = z.output<typeof workflowSummarySchema>;
