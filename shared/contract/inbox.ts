import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './errors.ts';
import { jsonInput, jsonObjectInput, jsonObjectOutput, jsonOutput } from './json.ts';
import { noInput, pageInput, pageOf, timeSchema } from './page.ts';

const item = z.string().min(1).describe('The id of an item or a unique prefix of one');

export const inboxKinds = ['approval', 'escalation', 'interrupted'] as const;
/** `approve`, `reject`, `push_back` answer an approval or an escalation; the others settle an interrupted step. */
export const inboxDecisions = ['approve', 'reject', 'push_back', 'retry', 'done', 'skip', 'fail'] as const;

export const inboxItemSchema = z.object({
  /** Of an interrupted step: `run:path`. */
  id: z.string(),
  kind: z.enum(inboxKinds),
  status: z.enum(['open', 'answered', 'expired', 'withdrawn']),
  runId: z.string(),
  workflow: z.string(),
  workflowId: z.string(),
  /** The step that asks: its id and its place in the run. */
  stepId: z.string(),
  path: z.string(),
  title: z.string(),
  /** What is asked, as it is: text, never markup. */
  message: z.string(),
  /** What will happen, or what the help is about. */
  subject: jsonOutput.nullable(),
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['string', 'text', 'number', 'boolean', 'choice']),
      label: z.string(),
      required: z.boolean(),
      choices: z.array(z.string()).readonly().exactOptional(),
      default: jsonOutput.exactOptional(),
    }),
  ),
  /** What it can be answered with. */
  decisions: z.array(z.enum(inboxDecisions)),
  /** To be given back with the answer: it is to exactly what was shown. */
  hash: z.string(),
  askedOf: z.string().nullable(),
  severity: z.string().nullable(),
  openedAt: timeSchema,
  dueAt: timeSchema.nullable(),
  escalatedAt: timeSchema.nullable(),
  closedAt: timeSchema.nullable(),
  answer: z
    .object({ decision: z.enum(inboxDecisions), by: z.string().nullable(), fields: jsonObjectOutput, comment: z.string().nullable() })
    .nullable(),
  /** The run that a push-back has started. */
  goesOnAs: z.string().nullable(),
});

export const inboxCountSchema = z.object({
  open: z.number().int(),
  approval: z.number().int(),
  escalation: z.number().int(),
  interrupted: z.number().int(),
});

export const inboxContract = {
  /** Newest first. Interrupted steps are told only while they are open. */
  list: procedure
    .route({ method: 'GET', path: '/approvals', tags: ['inbox'], summary: 'List what waits, or has waited, for a person' })
    .input(
      z.strictObject({ ...pageInput, open: z.boolean().default(true), kind: z.enum(inboxKinds).optional(), run: z.string().optional() }),
    )
    .output(pageOf(inboxItemSchema)),
  count: procedure
    .route({ method: 'GET', path: '/approvals/count', tags: ['inbox'], summary: 'Count what waits for a person' })
    .input(noInput)
    .output(inboxCountSchema),
  get: procedure
    .route({ method: 'GET', path: '/approvals/{item}', tags: ['inbox'], summary: 'One item of the inbox' })
    .input(z.strictObject({ item }))
    .output(inboxItemSchema),
  /**
   * CONFLICT when it is open no more, or when `hash` is not that of what it shows now; INVALID_INPUT when the form does not fit.
   * `output` is the output of an interrupted step that is `done`.
   */
  answer: procedure
    .route({ method: 'POST', path: '/approvals/{item}/answer', tags: ['inbox'], summary: 'Answer an item of the inbox' })
    .input(
      z.strictObject({
        item,
        decision: z.enum(inboxDecisions),
        hash: z.string().min(1),
        by: z.string().trim().min(1).max(200).default('a person'),
        fields: jsonObjectInput.default({}),
        comment: z.string().trim().max(10_000).optional(),
        output: jsonInput.optional(),
      }),
    )
    .output(inboxItemSchema),
  /** The count now, and again after each change. */
  watch: procedure
    .route({ method: 'GET', path: '/approvals/watch', tags: ['inbox'], summary: 'Watch what waits for a person (server-sent events)' })
    .input(noInput)
    .output(eventIterator(inboxCountSchema)),
};

export type InboxItem = z.output<typeof inboxItemSchema>;
export type InboxCount = z.output<typeof inboxCountSchema>;
export type InboxDecision = (typeof inboxDecisions)[number];
