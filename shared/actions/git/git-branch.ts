import { z } from 'zod';
import { defineAction } from '../action.ts';
import { refName, repositoryFields, revision } from './git-fields.ts';

export const gitBranch = defineAction({
  type: 'git.branch',
  title: 'Create, rename or delete a branch',
  summary: 'Creates, renames or deletes a branch without switching to it',
  effect: 'keyed',
  parameters: z
    .strictObject({
      ...repositoryFields,
      name: refName.describe('The branch'),
      do: z.enum(['create', 'rename', 'delete']).default('create').describe('What to do with it'),
      ref: revision.default('HEAD').describe('Where a new branch starts'),
      newName: refName.optional().describe('Its name after the rename'),
      force: z.boolean().default(false).describe('Delete it even when its commits are in no other branch'),
    })
    .refine((parameters) => (parameters.do === 'rename') === (parameters.newName !== undefined), {
      path: ['newName'],
      message: 'is for rename, and needed there',
    }),
  output: z.object({
    result: z.enum(['created', 'renamed', 'deleted']).describe('What was done'),
    branch: z.string().describe('The branch'),
    commit: z.string().describe('The commit that it is at, or was'),
  }),
  example: { name: 'topic' },
});
