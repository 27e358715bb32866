import { z } from 'zod';
import { defineAction } from '../action.ts';
import { filePath, refName, repositoryFields, revision } from './git-fields.ts';

export const gitWorktree = defineAction({
  type: 'git.worktree',
  title: 'Add or remove a worktree',
  summary: 'Checks a branch out in a second folder, or removes that folder',
  effect: 'keyed',
  parameters: z.strictObject({
    ...repositoryFields,
    path: filePath.describe('The second folder, relative to the working directory'),
    do: z.enum(['add', 'remove']).default('add').describe('What to do'),
    ref: revision.optional().describe('The branch, tag or hash to check out; by default a new branch named after the folder'),
    create: refName.optional().describe('Make a new branch of this name there'),
    force: z.boolean().default(false).describe('Remove it even with changes in it'),
  }),
  output: z.object({
    result: z.enum(['added', 'removed']).describe('What was done'),
    path: z.string().describe('Absolute path of the folder'),
    branch: z.string().nullable().describe('The branch checked out there, or null'),
    commit: z.string().nullable().describe('The commit checked out there; null when removed'),
  }),
  example: { path: '../project-topic', create: 'topic' },
});
