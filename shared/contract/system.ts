import { z } from 'zod';
import { procedure } from './errors.ts';
import { timeSchema } from './page.ts';

export const checkSchema = z.object({ name: z.string(), ok: z.boolean(), detail: z.string(), fix: z.string().exactOptional() });

export const systemContract = {
  info: procedure.output(
    z.object({
      version: z.string(),
      dataDir: z.string(),
      pid: z.number().int(),
      startedAt: timeSchema,
      uptimeMs: z.number(),
      /** Whether this engine watches triggers. */
      triggers: z.boolean(),
      counts: z.object({
        workflows: z.number().int(),
        queued: z.number().int(),
        /** Running, paused or waiting. */
        active: z.number().int(),
        needsAttention: z.number().int(),
      }),
    }),
  ),
  /** With `deep`, every run's rows are also compared with what its events say. */
  doctor: procedure
    .input(z.object({ deep: z.boolean().default(false) }).optional())
    .output(z.object({ ok: z.boolean(), checks: z.array(checkSchema) })),
  /** Deletes at once what retention gives up, and gives the space back. */
  vacuum: procedure.output(
    z.object({
      runs: z.number().int(),
      /** Rows of the trigger journal. */
      firings: z.number().int(),
      databaseBytes: z.number().int().describe('Given back by the database file'),
      blobBytes: z.number().int().describe('Given back by large outputs that nothing refers to'),
    }),
  ),
  /** A checked copy of the database, in `folder` (absolute) or among the backups of the data folder. BACKUP_FAILED when it cannot be made. */
  backup: procedure
    .input(z.object({ folder: z.string().min(1).optional() }).optional())
    .errors({ BACKUP_FAILED: { status: 500 } })
    .output(z.object({ file: z.string(), bytes: z.number().int() })),
  /** The answer comes before the engine stops: running steps end or are recorded as interrupted. */
  shutdown: procedure.output(z.object({ stopping: z.literal(true) })),
};

export type Check = z.output<typeof checkSchema>;
