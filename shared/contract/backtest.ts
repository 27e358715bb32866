import { z } from 'zod';
import { verdicts } from '../triggers/journal.ts';
import { jsonObjectInput, jsonObjectOutput } from './json.ts';
import { timeSchema } from './page.ts';

const verdict = z.enum(verdicts);

export const backtestInput = z.strictObject({
  trigger: z.string().min(1).optional().describe('`workflow/trigger`, or a trigger id that is unique; not needed with `edited`'),
  draft: z.boolean().default(false).describe("As the draft of its workflow has it, with that draft's settings and variables"),
  edited: z
    .strictObject({
      id: z.string().optional(),
      type: z.string().min(1),
      config: jsonObjectInput.default({}),
      with: jsonObjectInput.optional(),
      settings: jsonObjectInput.default({}),
      variables: z.array(jsonObjectInput).default([]),
    })
    .optional()
    .describe('As somebody is writing it: a trigger, and the settings and variables of its workflow'),
  workflow: z.string().min(1).optional().describe('The workflow that `edited` belongs to: a name or an id'),
  since: timeSchema.optional().describe('From when on; default: the last 7 days'),
  limit: z.number().int().min(1).max(1000).default(200),
  onlyChanged: z.boolean().default(false).describe('Only what would start more or fewer runs than it did, or for another reason'),
});

/**
 * `gained`: it would start more runs than it did; `lost`: fewer; `changed`: as many, with another verdict. What the trigger did not see then, and
 * would not start a run now, is the `same`.
 */
export const backtestChanges = ['same', 'gained', 'lost', 'changed'] as const;

const countsSchema = z.object({ runs: z.number().int(), verdicts: z.partialRecord(verdict, z.number().int()) });

export const backtestItemSchema = z.object({
  at: timeSchema,
  /** In one line: the file, the event's name, the time of the schedule. */
  what: z.string(),
  data: jsonObjectOutput,
  /** What the journal says; null: this trigger did not see it. */
  was: z.object({ verdict, reason: z.string().nullable(), runId: z.string().nullable() }).nullable(),
  /** What the rules say now; null: it would not happen at all, as a time that is no longer on the schedule. */
  would: z.object({ verdict, reason: z.string().nullable(), runs: z.number().int() }).nullable(),
  change: z.enum(backtestChanges),
});

export const backtestSchema = z.object({
  /** `workflow name/trigger id` */
  trigger: z.string(),
  type: z.string(),
  /** What it watches, in a few words. */
  pattern: z.string(),
  as: z.enum(['armed', 'draft', 'edited']),
  /** Later than was asked for where there was too much to look at. */
  from: timeSchema,
  until: timeSchema,
  was: countsSchema,
  would: countsSchema,
  changes: z.record(z.enum(backtestChanges), z.number().int()),
  /** Newest first. */
  items: z.array(backtestItemSchema),
  /** There are more than these. */
  more: z.boolean(),
  /** What cannot be known, and what was left out: sentences for people. */
  notes: z.array(z.string()),
});

export type BacktestInput = z.output<typeof backtestInput>;
export type BacktestItem = z.output<typeof backtestItemSchema>;
export type Backtest = z.output<typeof backtestSchema>;
export type BacktestChange = BacktestItem['change'];
