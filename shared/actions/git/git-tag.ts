import { z } from 'zod';
import { defineAction } from '../action.ts';
import { refName, repositoryFields, revision } from './git-fields.ts';

export const gitTag = defineAction({
  type: 'git.tag',
  title: 'Create or delete a tag',
  summary: 'Creates or deletes a tag',
  effect: 'keyed',
  parameters: z.strictObject({
    ...repositoryFields,
    name: refName.describe('The tag'),
    do: z.enum(['create', 'delete']).default('create').describe('What to do with it'),
    ref: revision.default('HEAD').describe('The commit to tag'),
    message: z.string().regex(/\S/, 'must not be empty').optional().describe('Makes it an annotated tag with this message'),
  }),
  output: z.object({
    result: z.enum(['created', 'deleted']).describe('What was done'),
    tag: z.string().describe('The tag'),
    commit: z.string().describe('The commit that it names, or named'),
  }),
  example: { name: 'v1.2.0', message: 'Version 1.2.0' },
});
