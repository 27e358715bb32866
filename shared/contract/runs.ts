import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { runStatuses } from '../run/status.ts';
import { procedure } from './errors.ts';
import { jsonInput, jsonObjectInput } from './json.ts';
import { noInput, pageInput, pageOf, timeSchema } from './page.ts';
import {
  logMatchesSchema,
  logPageInput,
  logPageSchema,
  logSearchInput,
  logSizesSchema,
  runComparisonSchema,
  runDocumentSchema,
  runEventSchema,
  runHeadSchema,
  runValuesSchema,
  stepDetailsSchema,
  transcriptSchema,
  valuesWanted,
} from './run-details.ts';
import { logLineSchema, runSummarySchema, runsUpdateSchema, runUpdateSchema, runViewSchema } from './run-view.ts';

const run = z.string().min(1).describe('A run id or a unique prefix of one');
const ofRun = z.strictObject({ run });

/**
 * What to run: the text of a file as it is now (`path` absolute, so that the run stands in its folder), an imported workflow, or the text of
 * one that is being edited: the run is the workflow's, whose current version stays what it is.
 */
export const runSourceSchema = z.union([
  z.strictObject({ text: z.string(), path: z.string().optional() }),
  z.strictObject({ workflow: z.string().min(1).describe('A name or an id') }),
  z.strictObject({ text: z.string(), draftOf: z.string().min(1).describe('The id of the workflow that it is a draft of') }),
]);

export const startRunSchema = z.strictObject({
  source: runSourceSchema,
  inputs: jsonObjectInput.default({}),
  context: jsonObjectInput.default({}).describe('What `trigger` holds in the run'),
  triggeredBy: z.string().min(1).default('manual'),
  priority: z.number().int().min(-100).max(100).optional(),
  dryRun: z.boolean().default(false).describe('A plan: no step has an effect'),
  until: z.string().optional().describe('The last step to run, with everything it needs'),
});

export const startedSchema = z.object({
  runId: z.string(),
  verdict: z.enum(['started', 'queued', 'coalesced']),
  warnings: z.array(z.string()),
});

export const runsContract = {
  /** Resolves as soon as the run is accepted (durably). CONFLICT when the workflow's `whenBusy: skip` refuses it. */
  start: procedure
    .route({ method: 'POST', path: '/executions', tags: ['executions'], summary: 'Start a run of a workflow or of a document' })
    .input(startRunSchema)
    .output(startedSchema),
  /** Newest first. `workflow` is a name or an id. */
  list: procedure
    .route({ method: 'GET', path: '/executions', tags: ['executions'], summary: 'List runs' })
    .input(
      z.strictObject({
        ...pageInput,
        workflow: z.string().optional(),
        states: z.array(z.enum(runStatuses)).optional(),
        since: timeSchema.optional(),
        search: z.string().min(3).max(40).optional().describe('The beginning of a run id, three characters at least'),
      }),
    )
    .output(pageOf(runSummarySchema)),
  /** What is under way in all runs, then what changes. One that was cut off is opened again: it begins with what is under way then. */
  watch: procedure
    .route({ method: 'GET', path: '/executions/watch', tags: ['executions'], summary: 'Watch all runs (server-sent events)' })
    .input(noInput)
    .output(eventIterator(runsUpdateSchema)),
  /** With `step` (an id or a path) only the steps that fit; NOT_FOUND when none does. */
  get: procedure
    .route({ method: 'GET', path: '/executions/{run}', tags: ['executions'], summary: 'A run with its steps' })
    .input(ofRun.extend({ step: z.string().optional() }))
    .output(runViewSchema),
  /** A run without its steps, and the runs of the workflow around it. */
  head: procedure
    .route({ method: 'GET', path: '/executions/{run}/head', tags: ['executions'], summary: 'A run without its steps' })
    .input(ofRun)
    .output(runHeadSchema),
  /** The document as it was when the run was accepted. */
  document: procedure
    .route({ method: 'GET', path: '/executions/{run}/document', tags: ['executions'], summary: 'The document that a run runs' })
    .input(ofRun)
    .output(runDocumentSchema),
  /** This run (after) beside another of the same workflow (before), step by step in the order in which they began. CONFLICT for runs of two workflows. */
  compare: procedure
    .route({ method: 'GET', path: '/executions/{run}/compare', tags: ['executions'], summary: 'Compare two runs of a workflow' })
    .input(ofRun.extend({ with: z.string().min(1).describe('The other run: an id or a unique prefix of one') }))
    .output(runComparisonSchema),
  /** What went into a run and what came out. Values larger than `largest` bytes come without themselves. */
  values: procedure
    .route({ method: 'GET', path: '/executions/{run}/values', tags: ['executions'], summary: 'The inputs and outputs of a run' })
    .input(ofRun.extend(valuesWanted))
    .output(runValuesSchema),
  /** One step with its attempts. Values larger than `largest` bytes come without themselves. `step` is an id or a path. */
  step: procedure
    .route({ method: 'GET', path: '/executions/{run}/step', tags: ['executions'], summary: 'A step of a run with its attempts' })
    .input(ofRun.extend({ step: z.string().min(1), ...valuesWanted }))
    .output(stepDetailsSchema),
  /** What an agent and its model have said. `step` is an id or a path; NOT_FOUND for a step that no agent has worked on. Inputs larger than `largest` bytes come without themselves. */
  transcript: procedure
    .route({ method: 'GET', path: '/executions/{run}/transcript', tags: ['executions'], summary: 'The conversation of an agent step' })
    .input(ofRun.extend({ step: z.string().min(1), largest: z.number().int().min(0).default(100_000) }))
    .output(transcriptSchema),
  /** What is recorded of a run, oldest first: its state at any moment is the fold of it. `next` is the `after` of the page that follows. */
  history: procedure
    .route({ method: 'GET', path: '/executions/{run}/history', tags: ['executions'], summary: 'The recorded events of a run' })
    .input(ofRun.extend({ after: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(10_000).default(1000) }))
    .output(z.object({ items: z.array(runEventSchema), next: z.number().int().nullable() })),
  /** What happened after sequence `after` (0: everything), then live; ends after the event that tells the run's end. The event id is the sequence. */
  follow: procedure
    .route({ method: 'GET', path: '/executions/{run}/events', tags: ['executions'], summary: 'Follow a run (server-sent events)' })
    .input(ofRun.extend({ after: z.number().int().min(0).default(0) }))
    .output(eventIterator(runUpdateSchema)),
  /** In order of time; with `follow` until the run ends. */
  logs: procedure
    .route({ method: 'GET', path: '/executions/{run}/logs', tags: ['executions'], summary: 'What the steps printed (server-sent events)' })
    .input(ofRun.extend({ step: z.string().optional(), follow: z.boolean().default(false) }))
    .output(eventIterator(logLineSchema)),
  /** How much each step has printed: at once, then whenever it has grown, until the run ends. With `step` (a path) only of that one. */
  logSizes: procedure
    .route({
      method: 'GET',
      path: '/executions/{run}/logs/sizes',
      tags: ['executions'],
      summary: 'How much the steps printed (server-sent events)',
    })
    .input(ofRun.extend({ step: z.string().optional() }))
    .output(eventIterator(logSizesSchema)),
  /** The lines that begin in some bytes of what a step printed: pages side by side tell each line once. */
  logPage: procedure
    .route({ method: 'GET', path: '/executions/{run}/logs/page', tags: ['executions'], summary: 'A part of what a step printed' })
    .input(ofRun.extend(logPageInput))
    .output(logPageSchema),
  /** The lines that hold a text, are of a stream or speak of errors; in order of the steps' start. A text that was printed in two pieces is not found. */
  logSearch: procedure
    .route({ method: 'GET', path: '/executions/{run}/logs/search', tags: ['executions'], summary: 'Search what the steps printed' })
    .input(ofRun.extend(logSearchInput))
    .output(logMatchesSchema),
  /** Running steps end, no others start. Resolves when the pause is recorded; the run is `paused` once nothing of it runs. */
  pause: procedure
    .route({ method: 'POST', path: '/executions/{run}/pause', tags: ['executions'], summary: 'Pause a run' })
    .input(ofRun)
    .output(runSummarySchema),
  resume: procedure
    .route({ method: 'POST', path: '/executions/{run}/resume', tags: ['executions'], summary: 'Resume a paused run' })
    .input(ofRun)
    .output(runSummarySchema),
  /** Resolves when the work is confirmed stopped and the run has ended. */
  cancel: procedure
    .route({ method: 'POST', path: '/executions/{run}/cancel', tags: ['executions'], summary: 'Cancel a run' })
    .input(ofRun.extend({ reason: z.string().optional() }))
    .output(runSummarySchema),
  /** A new run that shares the finished steps before `from` (default: the first that failed), on the same version or the `latest`. */
  retry: procedure
    .route({ method: 'POST', path: '/executions/{run}/retry', tags: ['executions'], summary: 'Run again what failed' })
    .input(ofRun.extend({ from: z.string().optional(), latest: z.boolean().default(false) }))
    .output(z.object({ runId: z.string() })),
  /** What `retry` would do: ids of the steps that run again, and of those whose results are taken. */
  previewRetry: procedure
    .route({ method: 'POST', path: '/executions/{run}/retry/preview', tags: ['executions'], summary: 'Tell what a retry would do' })
    .input(ofRun.extend({ from: z.string().optional(), latest: z.boolean().default(false) }))
    .output(z.object({ rerun: z.array(z.string()), reused: z.array(z.string()) })),
  /** Settles an interrupted step whose effect nobody can tell. `step` is an id or a path. */
  decide: procedure
    .route({
      method: 'POST',
      path: '/executions/{run}/decide',
      tags: ['executions'],
      summary: 'Settle a step whose effect nobody can tell',
    })
    .input(ofRun.extend({ step: z.string().min(1), decision: z.enum(['retry', 'done', 'skip', 'fail']), output: jsonInput.optional() }))
    .output(runSummarySchema),
};
