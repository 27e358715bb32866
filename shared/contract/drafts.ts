import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './errors.ts';
import { noInput, timeSchema } from './page.ts';

const draft = z
  .string()
  .regex(/^[\w-]{1,64}$/)
  .describe("The workflow's id; for a workflow that is not saved yet, an id that the client has made up");
const ofDraft = z.strictObject({ draft });

export const draftSchema = z.object({
  draft: z.string(),
  /** Null: a workflow that is not saved yet. */
  workflow: z.string().nullable(),
  name: z.string(),
  /** Hash of the version that it began from. */
  base: z.string().nullable(),
  /** Grows by one with each save. */
  revision: z.number().int(),
  updatedAt: timeSchema,
});

export const draftsContract = {
  /** Latest first. */
  list: procedure
    .route({ method: 'GET', path: '/drafts', tags: ['drafts'], summary: 'List workflows that are being edited' })
    .input(noInput)
    .output(z.object({ items: z.array(draftSchema), next: z.null() })),
  get: procedure
    .route({ method: 'GET', path: '/drafts/{draft}', tags: ['drafts'], summary: 'A draft with its text' })
    .input(ofDraft)
    .output(draftSchema.extend({ text: z.string(), history: z.string() })),
  /**
   * Keeps the text as it is, valid or not. `revision` is the one that it began from, 0 for the first; CONFLICT with the state `changed` when
   * somebody else has saved since.
   */
  save: procedure
    .route({ method: 'PUT', path: '/drafts/{draft}', tags: ['drafts'], summary: 'Keep a workflow as it is being edited' })
    .input(
      ofDraft.extend({
        workflow: z.string().nullable(),
        name: z.string().max(200).default('').describe('As lists show it; the text may not be readable'),
        base: z.string().nullable(),
        text: z.string().max(4_000_000),
        history: z.string().max(1_000_000).default('').describe("The client's own steps back, kept with the text"),
        revision: z.number().int().min(0),
        editor: z.string().max(64).default('').describe('Who edits: told to those who follow, so that each knows its own changes'),
      }),
    )
    .output(draftSchema),
  /** Gone already is no error. */
  discard: procedure
    .route({ method: 'DELETE', path: '/drafts/{draft}', tags: ['drafts'], summary: 'Throw a draft away' })
    .input(ofDraft.extend({ editor: z.string().max(64).default('') }))
    .output(z.object({ draft: z.string() })),
  /** How the draft and its workflow stand, now and after each change of either. */
  follow: procedure
    .route({ method: 'GET', path: '/drafts/{draft}/events', tags: ['drafts'], summary: 'Follow a draft (server-sent events)' })
    .input(ofDraft)
    .output(
      eventIterator(
        z.object({
          /** 0: there is no draft. */
          revision: z.number().int(),
          /** Who made the last change; null when that is not known any more. */
          editor: z.string().nullable(),
          /** Hash of the workflow's current version; null when there is no such workflow. */
          hash: z.string().nullable(),
        }),
      ),
    ),
};

export type Draft = z.output<typeof draftSchema>;
