import { z } from 'zod';
import { terminalRunStatuses } from '../run/status.ts';
import { procedure } from './errors.ts';
import { noInput, timeSchema } from './page.ts';
import { runsUpdateSchema } from './run-view.ts';

const count = z.number().int();
const share = z.number().describe('From 0 to 1');
const workflow = z.string().min(1).describe('A name or an id');
const days = (most: number, usual: number) =>
  z.number().int().min(1).max(most).default(usual).describe('Today and the days before it, by the local calendar');

/**
 * How many runs ended in each way. A run counts on the local day on which it ended, and goes on counting when it is no longer kept.
 * Runs that others have started count, too, each for its own workflow.
 */
const outcomesSchema = z.record(z.enum(terminalRunStatuses), count);

/** Of runs that went well, in milliseconds; null when there were none. The percentiles are true within a fifth. */
const durationsSchema = z.object({ averageMs: z.number(), p50Ms: z.number(), p95Ms: z.number(), slowestMs: z.number() }).nullable();

const tallySchema = z.object({
  /** All that ended. */
  runs: count,
  outcomes: outcomesSchema,
  /** `failed` and `timed_out`. */
  failures: count,
  /** Of the runs that went well or failed; null when there were none. */
  successRate: share.nullable(),
  duration: durationsSchema,
});

export const overviewSchema = z.object({
  at: timeSchema,
  /** How many runs are in each state that is not an end. */
  now: runsUpdateSchema.shape.counts,
  /** Runs that failed in the last 24 hours. */
  failedLastDay: count,
  today: tallySchema,
  yesterday: tallySchema,
});

export const trendDaySchema = tallySchema.extend({
  /** By the local calendar. */
  day: z.iso.date(),
});

const ofWorkflow = { workflow: z.string(), workflowId: z.string() };

export const workflowStatsSchema = tallySchema.extend({
  ...ofWorkflow,
  lastFailure: z.object({ runId: z.string(), at: timeSchema, code: z.string(), message: z.string() }).nullable(),
});

export const failureSchema = z.object({
  ...ofWorkflow,
  runId: z.string(),
  at: timeSchema,
  state: z.enum(['failed', 'timed_out']),
  /** Null when the run as a whole failed. */
  stepId: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
});

/** Failures of one step with one code. */
export const failurePatternSchema = z.object({
  ...ofWorkflow,
  stepId: z.string().nullable(),
  code: z.string(),
  /** Of the last one. */
  message: z.string(),
  runs: count,
  firstAt: timeSchema,
  lastAt: timeSchema,
  /** Null when it is no longer kept. */
  lastRunId: z.string().nullable(),
});

const retriedSchema = z.object({
  runs: count,
  /** Of these, those that went well in the end. */
  wentWell: count,
  successShare: share.nullable(),
});

export const stepStatsSchema = z.object({
  stepId: z.string(),
  /** As the current version names it; the id when it has no such step any more. */
  name: z.string(),
  /** Each iteration of a loop counts, each attempt does not. */
  ended: count,
  succeeded: count,
  failures: count,
  skipped: count,
  /** Needed more than one attempt. */
  retried: count,
  /** Of those that succeeded or failed; null when there were none. */
  failureRate: share.nullable(),
  averageMs: z.number().nullable(),
  slowestMs: z.number().nullable(),
  /** Of the time of the latest runs, how much went by while everything waited for this step. Inner steps count for the one that holds them. */
  criticalShare: share.nullable(),
});

export const statsContract = {
  overview: procedure
    .route({ method: 'GET', path: '/stats', tags: ['stats'], summary: 'Tell what goes on, and how today went' })
    .input(noInput)
    .output(overviewSchema),
  /** One for each day, the oldest first, days without a run included. */
  trend: procedure
    .route({ method: 'GET', path: '/stats/trend', tags: ['stats'], summary: 'Tell how each day went' })
    .input(z.strictObject({ days: days(366, 7), workflow: workflow.optional() }))
    .output(z.object({ items: z.array(trendDaySchema) })),
  /** Workflows of which a run ended in that time. `slowest` goes by p95. */
  workflows: procedure
    .route({ method: 'GET', path: '/stats/workflows', tags: ['stats'], summary: 'Compare workflows' })
    .input(
      z.strictObject({
        days: days(92, 30),
        sort: z.enum(['runs', 'slowest', 'least_reliable', 'failures']).default('runs'),
        limit: z.number().int().min(1).max(1000).default(50),
      }),
    )
    .output(z.object({ items: z.array(workflowStatsSchema) })),
  /** `recent`: the last runs that failed, the newest end first. `patterns`: what fails again and again, the most frequent first. */
  failures: procedure
    .route({ method: 'GET', path: '/stats/failures', tags: ['stats'], summary: 'Tell what failed lately, and what fails again and again' })
    .input(z.strictObject({ days: days(92, 7), workflow: workflow.optional(), limit: z.number().int().min(1).max(100).default(10) }))
    .output(z.object({ recent: z.array(failureSchema), patterns: z.array(failurePatternSchema) })),
  /** `automatic`: runs in which a step was tried more than once. `byHand`: runs that were started to repeat one that had failed. */
  retries: procedure
    .route({ method: 'GET', path: '/stats/retries', tags: ['stats'], summary: 'Tell what retries are good for' })
    .input(z.strictObject({ days: days(92, 30), workflow: workflow.optional() }))
    .output(z.object({ automatic: retriedSchema, byHand: retriedSchema })),
  /** In the order of the current version, then those that it has no more. */
  steps: procedure
    .route({ method: 'GET', path: '/stats/steps', tags: ['stats'], summary: 'Compare the steps of a workflow' })
    .input(z.strictObject({ workflow, days: days(366, 30) }))
    .output(
      z.object({
        items: z.array(stepStatsSchema),
        /** How many runs the critical shares were worked out from. */
        sampledRuns: count,
      }),
    ),
  /** The next firings of all schedules that are armed, the earliest first. */
  next: procedure
    .route({ method: 'GET', path: '/stats/next', tags: ['stats'], summary: 'Tell what is scheduled next' })
    .input(z.strictObject({ limit: z.number().int().min(1).max(100).default(10) }))
    .output(
      z.object({
        items: z.array(
          z.object({ ...ofWorkflow, trigger: z.string().describe('`workflow/trigger`'), pattern: z.string(), at: timeSchema }),
        ),
      }),
    ),
};

export type Overview = z.output<typeof overviewSchema>;
export type Tally = z.output<typeof tallySchema>;
export type TrendDay = z.output<typeof trendDaySchema>;
export type WorkflowStats = z.output<typeof workflowStatsSchema>;
export type Failure = z.output<typeof failureSchema>;
export type FailurePattern = z.output<typeof failurePatternSchema>;
export type StepStats = z.output<typeof stepStatsSchema>;
