import { z } from 'zod';
import { defineAction } from '../action.ts';
import { mergeFields, mergeOptions, repositoryFields, revision } from './git-fields.ts';

export const gitMerge = defineAction({
  type: 'git.merge',
  title: 'Merge',
  summary: 'Merges another branch into the one checked out',
  effect: 'keyed',
  parameters: z.strictObject({
    ...repositoryFields,
    ref: revision.describe('What to merge: a branch, tag or hash'),
    message: z.string().regex(/\S/, 'must not be empty').optional().describe('Message of the merge commit'),
    ...mergeOptions,
  }),
  output: z.object(mergeFields),
  example: { ref: 'origin/main' },
});
