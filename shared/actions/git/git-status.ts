import { z } from 'zod';
import { defineAction } from '../action.ts';
import { repositoryFields } from './git-fields.ts';

export const gitStatus = defineAction({
  type: 'git.status',
  title: 'Git status',
  summary: 'Tells the branch, how far it is from its upstream, and what has changed',
  effect: 'pure',
  parameters: z.strictObject(repositoryFields),
  output: z.object({
    branch: z.string().nullable().describe('The branch; null when no branch is checked out'),
    upstream: z.string().nullable().describe('The branch it follows, such as origin/main'),
    ahead: z.number().describe('Commits that the upstream does not have'),
    behind: z.number().describe('Commits of the upstream that are missing here'),
    clean: z.boolean().describe('Nothing has changed and nothing is untracked'),
    files: z
      .array(
        z.object({
          path: z.string().describe('Path in the repository'),
          from: z.string().optional().describe('Path before it was renamed'),
          staged: z.string().describe('What is staged: A, M, D, R, C, T, U, ? or empty'),
          changed: z.string().describe('What changed since: M, D, T, U, ? or empty'),
        }),
      )
      .describe('Every file that differs'),
    conflicts: z.array(z.string()).describe('Files in conflict'),
  }),
  example: {},
});
