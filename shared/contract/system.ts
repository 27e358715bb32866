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
  doctor: procedure.output(z.object({ ok: z.boolean(), checks: z.array(checkSchema) })),
  /** The answer comes before the engine stops: running steps end or are recorded as interrupted. */
  shutdown: procedure.output(z.object({ stopping: z.literal(true) })),
};

export type Check = z.output<typeof checkSchema>;
