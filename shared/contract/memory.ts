import { z } from 'zod';
import { memoryKeySchema, memoryOwnerSchema } from '../memory/memory-entry.ts';
import { conflictPolicies } from '../memory/plan-sync.ts';
import { durationField } from '../triggers/duration-field.ts';
import { procedure } from './errors.ts';
import { jsonInput, jsonOutput } from './json.ts';
import { noInput, pageInput, pageOf, timeSchema } from './page.ts';

export const memoryEntrySchema = z.object({
  agent: z.string(),
  key: z.string(),
  /** In lists: cut where it is large. */
  value: jsonOutput,
  isCut: z.boolean(),
  /** Of the whole value. */
  bytes: z.number().int(),
  /** The agent that knew it first; null for its own. */
  source: z.string().nullable(),
  /** Whose entry was copied. */
  via: z.string().nullable(),
  /** `run:<id>`, or who asked: `cli`, `api`, `dashboard`. */
  by: z.string(),
  /** Of two entries, the one with the greater revision is the newer. */
  revision: z.number().int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  expiresAt: timeSchema.nullable(),
});

const ownerSchema = z.object({ agent: z.string(), entries: z.number().int(), bytes: z.number().int(), updatedAt: timeSchema });
/** How much `agent` knows from `source`. */
const linkSchema = z.object({ agent: z.string(), source: z.string(), entries: z.number().int(), updatedAt: timeSchema });

export const memoryChangeSchema = z.object({
  number: z.number().int(),
  agent: z.string(),
  key: z.string(),
  /** `keep`: another value was looked at, and the own one stayed. `expire`: its time had come. */
  kind: z.enum(['set', 'share', 'sync', 'delete', 'keep', 'expire']),
  source: z.string().nullable(),
  via: z.string().nullable(),
  by: z.string(),
  at: timeSchema,
});

/** What was decided on a conflict: it counts only while both entries have the revisions that were shown. */
const decisionSchema = z.strictObject({ choice: z.enum(['take', 'keep']), own: z.number().int(), theirs: z.number().int() });

const name = { agent: memoryOwnerSchema, key: memoryKeySchema };
const by = z
  .string()
  .regex(/^(?!run:)[\w.-]{1,100}$/)
  .default('api');
const ttl = durationField().optional().describe('Forgotten after so long: 30m, 12h, 7d');

export const memoryContract = {
  /** Who remembers how much, and what of it from whom. */
  knowledge: procedure
    .route({ method: 'GET', path: '/memory', tags: ['memory'], summary: 'Who knows what, and from whom' })
    .input(noInput)
    .output(z.object({ agents: z.array(ownerSchema), links: z.array(linkSchema) })),
  /** The newest first. */
  list: procedure
    .route({ method: 'GET', path: '/memory/entries', tags: ['memory'], summary: 'List or search what is remembered' })
    .input(
      z.strictObject({
        ...pageInput,
        agent: z.string().optional(),
        source: z.string().optional().describe('Only what has come from this agent'),
        query: z.string().max(1000).optional().describe('Words of key or value; each may be the beginning of one'),
      }),
    )
    .output(pageOf(memoryEntrySchema)),
  /** What was done, without values; the newest first. */
  changes: procedure
    .route({ method: 'GET', path: '/memory/changes', tags: ['memory'], summary: 'List the changes of memories' })
    .input(z.strictObject({ ...pageInput, agent: z.string().optional(), key: z.string().optional() }))
    .output(pageOf(memoryChangeSchema)),
  get: procedure
    .route({ method: 'GET', path: '/memory/{agent}/{key}', tags: ['memory'], summary: 'Read a remembered value' })
    .input(z.strictObject(name))
    .output(memoryEntrySchema),
  /** With `ifRevision`, only if nobody has changed it since; 0: only if it is not there. `source` keeps the origin of a copy that is put back. */
  set: procedure
    .route({ method: 'PUT', path: '/memory/{agent}/{key}', tags: ['memory'], summary: 'Remember a value' })
    .input(
      z.strictObject({
        ...name,
        value: jsonInput,
        ttl,
        expiresAt: timeSchema.nullable().optional(),
        ifRevision: z.number().int().min(0).optional(),
        source: memoryOwnerSchema.optional(),
        by,
      }),
    )
    .output(memoryEntrySchema),
  delete: procedure
    .route({ method: 'DELETE', path: '/memory/{agent}/{key}', tags: ['memory'], summary: 'Forget a value' })
    .input(z.strictObject({ ...name, by }))
    .output(z.object({ deleted: memoryEntrySchema })),
  share: procedure
    .route({ method: 'POST', path: '/memory/share', tags: ['memory'], summary: 'Give other agents a copy' })
    .input(
      z.strictObject({
        agent: memoryOwnerSchema,
        keys: z.array(memoryKeySchema).min(1).max(1000),
        with: z.array(memoryOwnerSchema).min(1).max(100),
        ttl,
        by,
      }),
    )
    .output(z.object({ shared: z.array(z.object({ key: z.string(), with: z.string() })), missing: z.array(z.string()) })),
  /** With `conflict: ask`, conflicts without a decision stay open and are told: call again with `decisions`. */
  sync: procedure
    .route({ method: 'POST', path: '/memory/sync', tags: ['memory'], summary: 'Take over what is newer from another agent' })
    .input(
      z.strictObject({
        agent: memoryOwnerSchema,
        from: memoryOwnerSchema,
        keys: z.array(memoryKeySchema).min(1).max(1000).optional(),
        conflict: z.enum(conflictPolicies).default('newest'),
        decisions: z.record(z.string(), decisionSchema).optional(),
        by,
      }),
    )
    .output(
      z.object({
        taken: z.array(z.string()),
        kept: z.array(z.string()),
        conflicts: z.array(
          z.object({
            key: z.string(),
            outcome: z.enum(['taken', 'kept', 'open']),
            own: memoryEntrySchema,
            theirs: memoryEntrySchema,
          }),
        ),
      }),
    ),
};

export type MemoryDecision = z.output<typeof decisionSchema>;
export type MemoryEntryView = z.output<typeof memoryEntrySchema>;
export type MemoryChangeView = z.output<typeof memoryChangeSchema>;
export type MemoryOwnerView = z.output<typeof ownerSchema>;
export type MemoryLinkView = z.output<typeof linkSchema>;
