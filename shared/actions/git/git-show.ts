import { z } from 'zod';
import { defineAction } from '../action.ts';
import { byteSize } from '../file/byte-size.ts';
import { commitFields, patchFields, repositoryFields, revision } from './git-fields.ts';

export const gitShow = defineAction({
  type: 'git.show',
  title: 'Show a commit',
  summary: 'Gives one commit with its message and changes',
  effect: 'pure',
  parameters: z.strictObject({
    ...repositoryFields,
    ref: revision.default('HEAD').describe('The commit: a branch, tag or hash'),
    maxBytes: byteSize.default('1MB').describe('The patch is cut after this'),
  }),
  output: commitFields.extend({ parents: z.array(z.string()).describe('Hashes of the commits before it'), ...patchFields }),
  example: { ref: 'HEAD' },
});
