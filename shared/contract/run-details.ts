import { z } from 'zod';
import { grantSchema } from '../agents/agent.ts';
import type { RunEvent } from '../run/events.ts';
import { runStatuses, stepStatuses } from '../run/status.ts';
import { jsonObjectOutput, jsonOutput } from './json.ts';
import { timeSchema } from './page.ts';
import { runSummarySchema, stepErrorSchema, stepSummarySchema } from './run-view.ts';

/** An event of a run as it was recorded; `sequence` counts from 1 without gaps. */
export const runEventSchema = z.object({
  sequence: z.number().int(),
  at: timeSchema,
  event: z.custom<RunEvent>(),
});

/** A run, and what stands around it. */
export const runHeadSchema = runSummarySchema.extend({
  /** Counts the versions of the workflow from 1. */
  versionNumber: z.number().int(),
  /** Whether the workflow still has the version that ran. */
  versionIsCurrent: z.boolean(),
  /** Whether the workflow is in the library: it can be opened, and run again by its name. */
  isImported: z.boolean(),
  /** The number of the last event. */
  sequence: z.number().int(),
  /** Runs of the same workflow, by id. */
  older: z.string().nullable(),
  newer: z.string().nullable(),
  /** The last run before this one that completed. */
  lastGood: z.string().nullable(),
  retryOf: z.string().nullable(),
  parent: z.object({ runId: z.string(), step: z.string() }).nullable(),
});

/** The document that a run runs, as it was when the run was accepted. */
export const runDocumentSchema = z.object({
  name: z.string(),
  number: z.number().int(),
  version: z.string(),
  hash: z.string(),
  createdAt: timeSchema,
  isCurrent: z.boolean(),
  /** As its author wrote it. */
  text: z.string(),
  document: jsonObjectOutput,
});

/** A value with its size. What is larger than was asked for comes without the value; `text` is the value as JSON, where that was asked for. */
export const sizedValueSchema = z.object({ bytes: z.number().int(), value: jsonOutput.exactOptional(), text: z.string().exactOptional() });

/** How values are wanted. As one text, a large one is carried much faster than as a structure. */
export const valuesWanted = {
  largest: z.number().int().min(0).default(1_000_000).describe('Larger values, in bytes, come without themselves'),
  asText: z.boolean().default(false).describe('Values come as JSON text'),
};

/** What went into a run and what came out. */
export const runValuesSchema = z.object({
  inputs: sizedValueSchema,
  /** What `trigger` holds in the run. */
  context: sizedValueSchema,
  /** Null until the run has ended. */
  outputs: sizedValueSchema.nullable(),
});

export const attemptStates = ['started', 'succeeded', 'failed', 'timed_out', 'cancelled', 'interrupted', 'unknown'] as const;

export const attemptViewSchema = z.object({
  attempt: z.number().int(),
  state: z.enum(attemptStates),
  effect: z.enum(['pure', 'internal', 'keyed', 'once']),
  startedAt: timeSchema,
  endedAt: timeSchema.nullable(),
  error: stepErrorSchema.nullable(),
  /** The process that worked for it. */
  pid: z.number().int().nullable(),
  input: sizedValueSchema.nullable(),
});

export const stepDetailsSchema = stepSummarySchema.extend({
  output: sizedValueSchema.nullable(),
  attemptList: z.array(attemptViewSchema),
  /** Runs that the step has started. */
  children: z.array(z.object({ runId: z.string(), workflow: z.string(), state: z.enum(runStatuses) })),
});

/** What an agent's model has said in one round, and what it asked for. */
export const agentTurnSchema = z.object({
  /** Counts from 0, over all attempts. */
  number: z.int(),
  attempt: z.int(),
  /** `provider/model`. */
  model: z.string(),
  /** Why that model. */
  reason: z.string(),
  tokens: z.object({ input: z.int(), output: z.int(), total: z.int() }),
  /** US dollars; null where the model has no price. */
  cost: z.number().nullable(),
  startedAt: timeSchema,
  endedAt: timeSchema,
  text: z.string(),
  /** Of a structured answer. */
  data: sizedValueSchema.nullable(),
  calls: z.array(
    z.object({
      /** Of the step that it became. */
      path: z.string(),
      /** An action, a workflow, an agent, or `ask`. */
      target: z.string(),
      kind: z.enum(['action', 'workflow', 'agent', 'approve']),
      grant: grantSchema,
      input: sizedValueSchema,
      state: z.enum(stepStatuses),
      durationMs: z.number().nullable(),
      error: stepErrorSchema.nullable(),
    }),
  ),
});

/** A conversation of an agent with its model. */
export const transcriptSchema = z.object({
  path: z.string(),
  agent: z.string(),
  prompt: z.string(),
  turns: z.array(agentTurnSchema),
  /** With what it has handed on. */
  spent: z.object({ rounds: z.int(), tokens: z.int(), cost: z.number(), timeMs: z.number() }),
});

const comparedSchema = z.object({
  state: z.enum(stepStatuses),
  startedAt: timeSchema.nullable(),
  durationMs: z.number().nullable(),
  attempts: z.number().int(),
});

/** What two runs of a workflow did alike and otherwise. `null`: the run has not come to the step. */
export const runComparisonSchema = z.object({
  before: runSummarySchema,
  after: runSummarySchema,
  isSameDocument: z.boolean(),
  isSameInputs: z.boolean(),
  items: z.array(
    z.object({
      path: z.string(),
      name: z.string(),
      before: comparedSchema.nullable(),
      after: comparedSchema.nullable(),
      /** Whether both gave the same; null when not both gave something. */
      isSameOutput: z.boolean().nullable(),
    }),
  ),
  /** There are more steps than are told. */
  isCut: z.boolean(),
});

const stream = z.enum(['stdout', 'stderr', 'info']);

/** A line of a step's log. Where it begins is told by the bytes of the file and by its number among the lines that begin there. */
export const logLineAtSchema = z.object({
  path: z.string(),
  offset: z.number().int(),
  part: z.number().int(),
  at: timeSchema,
  attempt: z.number().int(),
  stream,
  text: z.string(),
  /** Letters that were left out of a very long line. */
  cut: z.number().int(),
});

/** How many bytes are kept of what each step has printed; steps in order of their start. */
export const logSizesSchema = z.object({
  segments: z.array(z.object({ path: z.string(), bytes: z.number().int() })),
  /** The run has ended: nothing is added any more. */
  isOver: z.boolean(),
});

export const logPageInput = {
  path: z.string().min(1).describe('The path of a step'),
  from: z.number().int().min(0).default(0).describe('A byte of the kept log'),
  bytes: z.number().int().min(1).max(4_194_304).default(65_536),
};

export const logPageSchema = z.object({
  lines: z.array(logLineAtSchema),
  from: z.number().int(),
  to: z.number().int(),
  size: z.number().int(),
});

export const logSearchInput = {
  step: z.string().optional().describe('The path of a step; default: all of them'),
  text: z.string().max(1000).default(''),
  matchCase: z.boolean().default(false),
  streams: z.array(stream).min(1).optional(),
  level: z.enum(['warning', 'error']).optional(),
  limit: z.number().int().min(1).max(5000).default(1000),
  cursor: z.string().optional(),
};

export const logMatchesSchema = z.object({ items: z.array(logLineAtSchema), next: z.string().nullable() });

export type RunComparison = z.output<typeof runComparisonSchema>;
export type LogLineAt = z.output<typeof logLineAtSchema>;
export type LogSizes = z.output<typeof logSizesSchema>;
export type LogPage = z.output<typeof logPageSchema>;
export type LogStream = z.output<typeof stream>;
export type RunEventView = z.output<typeof runEventSchema>;
export type RunHead = z.output<typeof runHeadSchema>;
export type RunDocument = z.output<typeof runDocumentSchema>;
export type SizedValue = z.output<typeof sizedValueSchema>;
export type RunValues = z.output<typeof runValuesSchema>;
export type AttemptView = z.output<typeof attemptViewSchema>;
export type AgentTurn = z.output<typeof agentTurnSchema>;
export type Transcript = z.output<typeof transcriptSchema>;
export type StepDetails = z.output<typeof stepDetailsSchema>;
