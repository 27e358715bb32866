import { z } from 'zod';
import { defineAction } from '../action.ts';
import { refName, remote, repositoryFields } from './git-fields.ts';

export const gitPush = defineAction({
  type: 'git.push',
  title: 'Push',
  summary: 'Sends a branch to a remote',
  effect: 'keyed',
  parameters: z.strictObject({
    ...repositoryFields,
    remote: remote.default('origin').describe('Name or address of the remote'),
    branch: refName.optional().describe('By default the branch checked out'),
    force: z.boolean().default(false).describe('Replace the remote branch, if it still is what was last fetched (with lease)'),
    setUpstream: z.boolean().default(false).describe('Let the branch follow the remote one'),
    tags: z.boolean().default(false).describe('Also send annotated tags of these commits'),
  }),
  output: z.object({
    result: z.enum(['pushed', 'up_to_date']).describe('How it ended'),
    remote: z.string().describe('The remote'),
    branch: z.string().describe('The branch'),
    commit: z.string().describe('The commit that the remote branch is at now'),
  }),
  example: { remote: 'origin' },
});
