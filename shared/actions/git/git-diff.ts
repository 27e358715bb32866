import { z } from 'zod';
import { defineAction } from '../action.ts';
import { byteSize } from '../file/byte-size.ts';
import { filePath, patchFields, repositoryFields, revision } from './git-fields.ts';

export const gitDiff = defineAction({
  type: 'git.diff',
  title: 'Git diff',
  summary: 'Shows what has changed: since the last commit, in the index, or between two commits',
  effect: 'pure',
  parameters: z
    .strictObject({
      ...repositoryFields,
      from: revision.optional().describe('Compare with this commit; by default the index'),
      to: revision.optional().describe('Compare this commit, not the files'),
      staged: z.boolean().default(false).describe('Compare what is staged, not the files'),
      paths: z.array(filePath).default([]).describe('Only these files or folders'),
      maxBytes: byteSize.default('1MB').describe('The patch is cut after this'),
    })
    .refine(({ from, to }) => to === undefined || from !== undefined, { path: ['to'], message: 'needs from' })
    .refine(({ to, staged }) => to === undefined || !staged, { path: ['staged'], message: 'cannot be used together with to' }),
  output: z.object(patchFields),
  example: { from: 'HEAD' },
});
