import { oc } from '@orpc/contract';
import { z } from 'zod';

export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
  stepId: z.string().exactOptional(),
  path: z.string().exactOptional(),
  line: z.number().int().exactOptional(),
  column: z.number().int().exactOptional(),
});

/** What any call may end with. Everything else a handler throws is our bug and reaches the client as INTERNAL_SERVER_ERROR without detail. */
export const errors = {
  /** `suggestions` are near misses, best first. */
  NOT_FOUND: {
    status: 404,
    data: z.object({
      what: z.enum([
        'workflow',
        'version',
        'run',
        'step',
        'trigger',
        'template',
        'checkpoint',
        'inbox item',
        'draft',
        'secret',
        'memory',
        'agent',
        'provider',
        'model',
        'model call',
        'chat',
      ]),
      name: z.string(),
      suggestions: z.array(z.string()),
    }),
  },
  /** A prefix or name that fits more than one. */
  AMBIGUOUS: { status: 409, data: z.object({ name: z.string(), matches: z.array(z.string()) }) },
  WORKFLOW_INVALID: { status: 422, data: z.object({ problems: z.array(problemSchema) }) },
  /** Run inputs or trigger data that do not fit; `path` of a problem names the input. */
  INVALID_INPUT: { status: 400, data: z.object({ problems: z.array(problemSchema) }) },
  /** The state of the run or workflow does not allow it; the message says which state and what would. */
  CONFLICT: { status: 409, data: z.object({ state: z.string().optional() }) },
  /** The engine is starting, stopping or opening its data folder again; trying again soon helps. */
  ENGINE_BUSY: { status: 503 },
  /** The disk failed before the answer: what was asked may have been done. */
  ENGINE_LOST: { status: 503 },
  /** Too little space beside the data folder to accept anything new. */
  DISK_LOW: { status: 507 },
} as const;

/** Every procedure of the contract starts from this one. */
export const procedure = oc.errors(errors);
