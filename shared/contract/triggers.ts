import { z } from 'zod';
import { triggerHealths } from '../triggers/journal.ts';
import { backtestInput, backtestSchema } from './backtest.ts';
import { procedure } from './errors.ts';
import { verdictSchema } from './journal.ts';
import { jsonObjectInput } from './json.ts';
import { timeSchema } from './page.ts';

const trigger = z.string().min(1).describe('`workflow/trigger`, a trigger id that is unique, or the name of a workflow with one trigger');
const ofTrigger = z.strictObject({ trigger });

export const triggerViewSchema = z.object({
  /** `workflow name/trigger id`: unique. */
  id: z.string(),
  workflow: z.string(),
  workflowId: z.string(),
  type: z.string(),
  /** What it watches, in a few words: the glob, the cron line, … */
  pattern: z.string(),
  /** Both the trigger and its workflow are. */
  enabled: z.boolean(),
  /** By a person or by the breaker. */
  paused: z.boolean(),
  /** `disarmed` also where this engine watches no triggers. */
  health: z.enum(triggerHealths),
  /** Why the health is not `armed`. */
  reason: z.string().nullable(),
  nextAt: timeSchema.nullable(),
  last: z.object({ at: timeSchema, verdict: verdictSchema }).nullable(),
});

/** `missed` stands for `missedCount` times up to `slot` that get no run of their own. */
export const plannedFiringSchema = z.object({
  /** `workflow name/trigger id` */
  trigger: z.string(),
  workflow: z.string(),
  workflowId: z.string(),
  at: timeSchema,
  /** The time of the schedule that it is for: earlier than `at` when the machine was off. */
  slot: timeSchema,
  /** It waited for the machine, and not only for its jitter. */
  late: z.boolean(),
  verdict: z.enum(['started', 'missed']),
  missedCount: z.number().int(),
});

export const weekSchema = z.object({
  /** In whose days and clock it is told. */
  zone: z.string(),
  from: timeSchema,
  until: timeSchema,
  /** The days of that zone which the week touches, each from its midnight; the first and the last may be there in part. */
  days: z.array(z.object({ date: z.iso.date(), from: timeSchema, to: timeSchema })),
  /** When the clocks of that zone are changed, and by how many minutes. */
  shifts: z.array(z.object({ at: timeSchema, minutes: z.number().int() })),
  /** Every schedule that is on, also one that does not fire in this week. */
  schedules: z.array(
    z.object({
      trigger: z.string(),
      workflow: z.string(),
      workflowId: z.string(),
      pattern: z.string(),
      zone: z.string(),
      catchUp: z.enum(['once', 'all', 'skip']),
    }),
  ),
  items: z.array(plannedFiringSchema),
  more: z.boolean().describe('There are more than were told'),
});

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is not a time of the day: 23:00');

export const triggerPreviewInput = z.strictObject({
  type: z.string().min(1),
  config: jsonObjectInput.default({}),
  /** Of the workflow that is being made: relative paths stand in its working directory. */
  settings: z.object({ workingDirectory: z.string().exactOptional() }).default({}),
  workflow: z.string().min(1).optional().describe('The workflow that it will belong to: a name or an id'),
});

export const triggerPreviewSchema = z.object({
  /** When a schedule fires next. */
  next: z.array(timeSchema).exactOptional(),
  /** The files that it watches, as they are now: the first few, relative to `folder`; absolute for those that lie elsewhere. */
  files: z
    .object({
      folder: z.string(),
      paths: z.array(z.string()),
      count: z.number().int(),
      isCut: z.boolean(),
      lookedIn: z.array(z.object({ folder: z.string(), is: z.enum(['there', 'missing', 'closed']) })),
    })
    .exactOptional(),
});

export const triggersContract = {
  list: procedure
    .route({ method: 'GET', path: '/triggers', tags: ['triggers'], summary: 'List triggers and how they stand' })
    .input(z.strictObject({ workflow: z.string().optional() }))
    .output(z.object({ items: z.array(triggerViewSchema), next: z.null(), allPaused: z.boolean() })),
  /**
   * What the schedules that are on would do in the seven days after `from` (default: now; a date is its midnight), the earliest first. The
   * machine is off in `asleep`, and every day in `night`. Of each schedule at most 500.
   */
  week: procedure
    .route({ method: 'POST', path: '/triggers/week', tags: ['triggers'], summary: 'Tell what the schedules would do in a week' })
    .input(
      z.strictObject({
        trigger: z.string().optional(),
        workflow: z.string().optional().describe('Only its schedules: a name or an id'),
        from: z.union([timeSchema, z.iso.date()]).optional(),
        zone: z.string().optional().describe("IANA name of the zone in which days, `from` and `night` are meant; default: the machine's"),
        asleep: z
          .array(z.strictObject({ from: timeSchema, to: timeSchema }))
          .max(100)
          .default([]),
        night: z
          .strictObject({ from: clockTime, to: clockTime })
          .optional()
          .describe('When it sleeps each night: {from: "23:00", to: "07:00"}'),
      }),
    )
    .output(weekSchema),
  /** As if it had happened now, with this data; the firing is in the journal like any other. */
  fire: procedure
    .route({ method: 'POST', path: '/triggers/{trigger}/fire', tags: ['triggers'], summary: 'Fire a trigger as if its event had happened' })
    .input(ofTrigger.extend({ data: jsonObjectInput.default({}) }))
    .output(z.object({ firingId: z.string(), verdict: verdictSchema, reason: z.string().nullable(), runId: z.string().nullable() })),
  pause: procedure
    .route({ method: 'POST', path: '/triggers/{trigger}/pause', tags: ['triggers'], summary: 'Pause a trigger' })
    .input(ofTrigger)
    .output(triggerViewSchema),
  resume: procedure
    .route({ method: 'POST', path: '/triggers/{trigger}/resume', tags: ['triggers'], summary: 'Resume a paused trigger' })
    .input(ofTrigger)
    .output(triggerViewSchema),
  /** All triggers, whatever else holds for each: they go on watching, and start nothing. */
  setAllPaused: procedure
    .route({ method: 'PUT', path: '/triggers/paused', tags: ['triggers'], summary: 'Pause all triggers, or let them go on' })
    .input(z.strictObject({ paused: z.boolean() }))
    .output(z.object({ allPaused: z.boolean() })),
  /**
   * What a trigger, as it is or as it is being edited, would have made of what happened: its recorded files, events, requests and times, through
   * the rules that armed triggers follow. Nothing is run, and nothing is stored.
   */
  backtest: procedure
    .route({ method: 'POST', path: '/triggers/backtest', tags: ['triggers'], summary: 'Try a trigger on what has happened' })
    .input(backtestInput)
    .output(backtestSchema),
  /** What a trigger would do that is not saved yet; empty where nothing can be told before it happens. */
  preview: procedure
    .route({ method: 'POST', path: '/triggers/preview', tags: ['triggers'], summary: 'Tell what a trigger would do' })
    .input(triggerPreviewInput)
    .output(triggerPreviewSchema),
};

export type Week = z.output<typeof weekSchema>;
export type PlannedFiring = z.output<typeof plannedFiringSchema>;
export type TriggerPreviewInput = z.output<typeof triggerPreviewInput>;
export type TriggerPreview = z.output<typeof triggerPreviewSchema>;
export type TriggerView = z.output<typeof triggerViewSchema>;
