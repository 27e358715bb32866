import { z } from 'zod';
import { defineAction } from '../action.ts';
import { author, filePath, repositoryFields } from './git-fields.ts';

export const gitCommit = defineAction({
  type: 'git.commit',
  title: 'Commit',
  summary: 'Commits what is staged, named files, or everything',
  effect: 'keyed',
  parameters: z
    .strictObject({
      ...repositoryFields,
      message: z.string().regex(/\S/, 'must not be empty').describe('The message'),
      files: z.array(filePath).min(1).optional().describe('Commit exactly these files or folders, whatever else is staged'),
      addAll: z.boolean().default(false).describe('Commit every change, new and deleted files too'),
      author: author.optional().describe('Name <mail@example.com>, where it is not you'),
      allowEmpty: z.boolean().default(false).describe('Make a commit even when nothing changed'),
      signoff: z.boolean().default(false).describe('Add a Signed-off-by line'),
    })
    .refine(({ files, addAll }) => files === undefined || !addAll, { path: ['addAll'], message: 'cannot be used together with files' }),
  output: z.object({
    commit: z.string().nullable().describe('Hash of the new commit, or of the last one when nothing changed'),
    branch: z.string().nullable().describe('The branch; null when no branch is checked out'),
    files: z.array(z.string()).describe('Files of the commit'),
    empty: z.boolean().describe('Nothing had changed, so that no commit was made'),
  }),
  example: { message: 'Update the notes', addAll: true },
});
