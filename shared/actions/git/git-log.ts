import { z } from 'zod';
import { defineAction } from '../action.ts';
import { commitFields, filePath, repositoryFields, revision } from './git-fields.ts';

export const gitLog = defineAction({
  type: 'git.log',
  title: 'Git log',
  summary: 'Lists commits, the newest first',
  effect: 'pure',
  parameters: z.strictObject({
    ...repositoryFields,
    ref: revision.default('HEAD').describe('Where to start: a branch, tag or hash, or a range such as main..topic'),
    maxCount: z.int().min(1).max(10_000).default(50).describe('At most so many'),
    since: z.string().min(1).optional().describe('Only later ones: 2026-01-31, or 1 day ago'),
    until: z.string().min(1).optional().describe('Only earlier ones'),
    author: z.string().min(1).optional().describe('Only those whose author holds this text'),
    paths: z.array(filePath).default([]).describe('Only those that touch these files or folders'),
    files: z.boolean().default(false).describe('Also list the files of each commit'),
  }),
  output: z.object({
    commits: z
      .array(commitFields.extend({ files: z.array(z.string()).optional().describe('Files that it changed, when asked for') }))
      .describe('The commits'),
    count: z.number().describe('How many there are in the list'),
  }),
  example: { since: '1 day ago' },
});
