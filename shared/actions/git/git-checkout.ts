import { z } from 'zod';
import { defineAction } from '../action.ts';
import { refName, repositoryFields, revision } from './git-fields.ts';

export const gitCheckout = defineAction({
  type: 'git.checkout',
  title: 'Check out',
  summary: 'Switches the files to another branch or commit',
  effect: 'keyed',
  parameters: z
    .strictObject({
      ...repositoryFields,
      ref: revision.optional().describe('A branch, tag or hash; with create, where the new branch starts'),
      create: refName.optional().describe('Make a new branch of this name and switch to it'),
    })
    .refine(({ ref, create }) => ref !== undefined || create !== undefined, { path: ['ref'], message: 'is missing' }),
  output: z.object({
    result: z.enum(['switched', 'created', 'unchanged']).describe('How it ended'),
    branch: z.string().nullable().describe('The branch; null when a commit is checked out'),
    commit: z.string().describe('The commit checked out'),
    previous: z.string().nullable().describe('The branch or commit before'),
  }),
  example: { create: 'topic' },
});
