import { z } from 'zod';
import { defineAction } from '../action.ts';
import { mergeFields, mergeOptions, refName, remote, repositoryFields } from './git-fields.ts';

export const gitPull = defineAction({
  type: 'git.pull',
  title: 'Pull',
  summary: 'Fetches a branch and merges it into the one checked out',
  effect: 'keyed',
  parameters: z.strictObject({
    ...repositoryFields,
    remote: remote.optional().describe('Name or address; by default the one that the branch follows'),
    branch: refName.optional().describe('Branch of the remote; by default the one that the branch follows'),
    ...mergeOptions,
  }),
  output: z.object(mergeFields),
  example: { fastForward: 'only' },
});
