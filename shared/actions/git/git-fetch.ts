import { z } from 'zod';
import { defineAction } from '../action.ts';
import { refName, remote, repositoryFields } from './git-fields.ts';

export const gitFetch = defineAction({
  type: 'git.fetch',
  title: 'Fetch',
  summary: 'Gets new commits from a remote without touching the files',
  effect: 'keyed',
  parameters: z.strictObject({
    ...repositoryFields,
    remote: remote.default('origin').describe('Name or address of the remote'),
    branch: refName.optional().describe('Only this branch'),
    prune: z.boolean().default(false).describe('Forget branches that the remote no longer has'),
    tags: z.boolean().default(false).describe('Get all tags'),
  }),
  output: z.object({
    result: z.enum(['fetched', 'up_to_date']).describe('How it ended'),
    remote: z.string().describe('The remote'),
    updated: z
      .array(
        z.object({
          ref: z.string().describe('Such as refs/remotes/origin/main'),
          from: z.string().nullable().describe('Its commit before; null when new'),
          to: z.string().nullable().describe('Its commit now; null when gone'),
        }),
      )
      .describe('What is different now'),
  }),
  example: { remote: 'origin', prune: true },
});
