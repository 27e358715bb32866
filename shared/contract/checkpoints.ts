import { z } from 'zod';
import { procedure } from './errors.ts';
import { timeSchema } from './page.ts';

const run = z.string().min(1).describe('A run id or a unique prefix of one');
const ofRun = z.strictObject({ run });
const checkpoint = z.number().int().min(1).describe('The id of a checkpoint of the run');

export const checkpointViewSchema = z.object({
  /** Unique in its run; grows with time. */
  id: z.number().int(),
  label: z.string(),
  /** `engine` for the automatic ones. */
  by: z.string(),
  automatic: z.boolean(),
  at: timeSchema,
  /** Bytes of the results that a run resumed from here takes over. */
  bytes: z.number().int(),
});

export const checkpointsContract = {
  /** Newest first. */
  list: procedure
    .route({ method: 'GET', path: '/executions/{run}/checkpoints', tags: ['executions'], summary: 'List the checkpoints of a run' })
    .input(ofRun.extend({ limit: z.number().int().min(1).max(10_000).default(50) }))
    .output(z.object({ items: z.array(checkpointViewSchema), next: z.null() })),
  /** Marks where the run stands now. */
  create: procedure
    .route({ method: 'POST', path: '/executions/{run}/checkpoints', tags: ['executions'], summary: 'Mark where a run stands now' })
    .input(ofRun.extend({ label: z.string().trim().min(1).max(200) }))
    .output(checkpointViewSchema),
  /** Folds the run's events once more: can a run be resumed from it? */
  validate: procedure
    .route({
      method: 'POST',
      path: '/executions/{run}/checkpoints/validate',
      tags: ['executions'],
      summary: 'See whether a run can go on from a checkpoint',
    })
    .input(ofRun.extend({ checkpoint }))
    .output(z.object({ valid: z.boolean(), problems: z.array(z.string()) })),
  /** Keeps the newest automatic checkpoints and those made by hand. */
  prune: procedure
    .route({
      method: 'POST',
      path: '/executions/{run}/checkpoints/prune',
      tags: ['executions'],
      summary: 'Keep only the newest automatic checkpoints',
    })
    .input(ofRun.extend({ keep: z.number().int().min(1) }))
    .output(z.object({ removed: z.number().int() })),
  /** A new run that takes the results the run had at the checkpoint (default: the newest). CONFLICT while the run is under way. */
  resume: procedure
    .route({
      method: 'POST',
      path: '/executions/{run}/checkpoints/resume',
      tags: ['executions'],
      summary: 'Start a run from a checkpoint of this one',
    })
    .input(ofRun.extend({ checkpoint: checkpoint.optional() }))
    .output(z.object({ runId: z.string() })),
};

export type CheckpointView = z.output<typeof checkpointViewSchema>;
