import { z } from 'zod';
import { procedure } from './errors.ts';
import { noInput, timeSchema } from './page.ts';

export const checkSchema = z.object({ name: z.string(), ok: z.boolean(), detail: z.string(), fix: z.string().exactOptional() });

export const backupSchema = z.object({
  /** Absolute. */
  file: z.string(),
  /** `daily` for those that are made by themselves. */
  label: z.string(),
  at: timeSchema,
  bytes: z.number().int(),
});

/** In bytes. */
export const spaceSchema = z.object({
  database: z.number().int(),
  /** Of the database, used by nothing: a vacuum gives it back. */
  unused: z.number().int(),
  backups: z.number().int(),
  /** On the disk, beside the data folder. */
  free: z.number().int(),
});

export const systemContract = {
  info: procedure
    .route({ method: 'GET', path: '/system', tags: ['system'], summary: 'The engine and what it does' })
    .input(noInput)
    .output(
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
    .route({ method: 'GET', path: '/system/doctor', tags: ['system'], summary: 'Check everything that runs depend on' })
    .input(z.strictObject({ deep: z.boolean().default(false) }).optional())
    .output(z.object({ ok: z.boolean(), checks: z.array(checkSchema) })),
  /** Deletes at once what retention gives up, and gives the space back. */
  vacuum: procedure
    .route({ method: 'POST', path: '/system/vacuum', tags: ['system'], summary: 'Delete what retention gives up, and give the space back' })
    .input(noInput)
    .output(
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
    .route({ method: 'POST', path: '/system/backup', tags: ['system'], summary: 'Make a checked copy of the database' })
    .input(z.strictObject({ folder: z.string().min(1).optional() }).optional())
    .errors({ BACKUP_FAILED: { status: 500 } })
    .output(z.object({ file: z.string(), bytes: z.number().int() })),
  /** Of the data folder, newest first. */
  backups: procedure
    .route({ method: 'GET', path: '/system/backups', tags: ['system'], summary: 'List the backups' })
    .input(noInput)
    .output(z.object({ folder: z.string(), items: z.array(backupSchema), next: z.null() })),
  space: procedure
    .route({ method: 'GET', path: '/system/space', tags: ['system'], summary: 'Tell how much room the data folder takes' })
    .input(noInput)
    .output(spaceSchema),
  /** The answer comes before the engine stops: running steps end or are recorded as interrupted. */
  shutdown: procedure
    .route({ method: 'POST', path: '/system/shutdown', tags: ['system'], summary: 'Stop the engine' })
    .input(noInput)
    .output(z.object({ stopping: z.literal(true) })),
};

export type Backup = z.output<typeof backupSchema>;
export type Check = z.output<typeof checkSchema>;
