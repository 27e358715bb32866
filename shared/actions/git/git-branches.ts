import { z } from 'zod';
import { defineAction } from '../action.ts';
import { repositoryFields } from './git-fields.ts';

export const gitBranches = defineAction({
  type: 'git.branches',
  title: 'List branches',
  summary: 'Lists the branches of a repository',
  effect: 'pure',
  parameters: z.strictObject({ ...repositoryFields, remote: z.boolean().default(false).describe('Also those of remotes') }),
  output: z.object({
    current: z.string().nullable().describe('The branch checked out, or null'),
    branches: z
      .array(
        z.object({
          name: z.string().describe('main, or remotes/origin/main'),
          commit: z.string().describe('Short hash of its last commit'),
          subject: z.string().describe('First line of its last commit'),
          current: z.boolean().describe('It is checked out'),
        }),
      )
      .describe('All branches'),
  }),
  example: {},
});
