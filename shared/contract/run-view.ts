import { z } from 'zod';
import { runStatuses, stepStatuses } from '../run/status.ts';
import { jsonObjectOutput, jsonOutput } from './json.ts';
import { timeSchema } from './page.ts';

export const stepErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  kind: z.enum(['fatal', 'retryable', 'unknown', 'needs_person']),
  hint: z.string().exactOptional(),
  details: jsonOutput.exactOptional(),
});

/** A step without its output: what a line of progress needs. */
export const stepSummarySchema = z.object({
  id: z.string(),
  /** Unique in the run: `each[3]/convert`. */
  path: z.string(),
  name: z.string(),
  /** The key that makes the step's kind: `action`, `if`, `forEach`, … */
  kind: z.string(),
  action: z.string().nullable(),
  state: z.enum(stepStatuses),
  attempts: z.number().int(),
  startedAt: timeSchema.nullable(),
  durationMs: z.number().nullable(),
  error: stepErrorSchema.nullable(),
  /** Why it was skipped, waits, or is retried; in a dry run: what a real run would do. */
  reason: z.string().nullable(),
});

export const stepViewSchema = stepSummarySchema.extend({ output: jsonOutput });

export const runSummarySchema = z.object({
  runId: z.string(),
  workflow: z.string(),
  workflowId: z.string(),
  /** The `version` of the document that runs. */
  version: z.string(),
  state: z.enum(runStatuses),
  /** Why it is in this state, where that is not plain. */
  reason: z.string().nullable(),
  dryRun: z.boolean(),
  createdAt: timeSchema,
  startedAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  durationMs: z.number().nullable(),
  triggeredBy: z.string(),
  error: z.object({ code: z.string(), message: z.string(), stepId: z.string().nullable(), hint: z.string().exactOptional() }).nullable(),
});

/** The stable JSON of `pawl run` and `pawl show`. `steps` are in order of first start, nested ones by path. */
export const runViewSchema = runSummarySchema.extend({
  inputs: jsonObjectOutput,
  outputs: jsonObjectOutput.nullable(),
  steps: z.array(stepViewSchema),
});

/**
 * What changed in a run. The step or run comes as it is when it is told, not as it was at `sequence`:
 * several changes of one step may be told as the last of them.
 */
export const runUpdateSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), sequence: z.number().int(), at: timeSchema, run: runSummarySchema }),
  z.object({ type: z.literal('step'), sequence: z.number().int(), at: timeSchema, step: stepSummarySchema }),
]);

const count = z.number().int();

/**
 * What goes on in all runs. `snapshot`: what is under way, newest first, at most 200; it comes first, and again when so much has happened
 * that it is not told one by one, so that whoever shows a list reads it anew. `changes`: the runs that have changed, each as it is when it is told.
 */
export const runsUpdateSchema = z.object({
  type: z.enum(['snapshot', 'changes']),
  at: timeSchema,
  /** How many runs are in each state that is not an end, now. */
  counts: z.object({ queued: count, running: count, paused: count, waiting: count, needs_attention: count }),
  runs: z.array(runSummarySchema),
});

export const logLineSchema = z.object({
  at: timeSchema,
  stepPath: z.string(),
  attempt: z.number().int(),
  stream: z.enum(['stdout', 'stderr', 'info']),
  text: z.string(),
});

export type StepSummary = z.output<typeof stepSummarySchema>;
export type StepView = z.output<typeof stepViewSchema>;
export type RunSummary = z.output<typeof runSummarySchema>;
export type RunView = z.output<typeof runViewSchema>;
export type RunUpdate = z.output<typeof runUpdateSchema>;
export type RunsUpdate = z.output<typeof runsUpdateSchema>;
export type LogLine = z.output<typeof logLineSchema>;
