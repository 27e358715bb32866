import { z } from 'zod';
import { defineAction } from '../action.ts';
import { repositoryFields } from './git-fields.ts';

export const gitStash = defineAction({
  type: 'git.stash',
  title: 'Stash',
  summary: 'Puts changes aside, or brings the last ones back',
  effect: 'keyed',
  parameters: z.strictObject({
    ...repositoryFields,
    do: z
      .enum(['push', 'pop', 'apply', 'drop'])
      .default('push')
      .describe('push: put aside; pop: bring back; apply: bring back and keep; drop: throw away'),
    message: z
      .string()
      .regex(/^(?!-)[^\p{Cc}]+$/u, 'must be one line that does not start with -')
      .optional()
      .describe('What the changes are'),
    includeUntracked: z.boolean().default(true).describe('Put aside new files too'),
  }),
  output: z.object({
    result: z.enum(['stashed', 'restored', 'dropped', 'nothing', 'conflict']).describe('How it ended; on a conflict the stash is kept'),
    stash: z.string().nullable().describe('Hash of the stash that this was about'),
    conflicts: z.array(z.string()).describe('Files in conflict'),
  }),
  example: { message: 'before the update' },
});
