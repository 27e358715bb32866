import { z } from 'zod';
import { defineAction } from '../action.ts';
import { filePath, refName, remote, repositoryFields } from './git-fields.ts';

export const gitClone = defineAction({
  type: 'git.clone',
  title: 'Clone',
  summary: 'Copies a repository into a new folder, without its submodules',
  effect: 'keyed',
  parameters: z.strictObject({
    url: remote.describe('An https or ssh address, or a path'),
    destination: filePath.describe('The new folder, relative to the working directory'),
    branch: refName.optional().describe("Check out this branch or tag; by default the remote's main branch"),
    depth: z.int().min(1).optional().describe('Only so many of the last commits'),
    trusted: repositoryFields.trusted,
  }),
  output: z.object({
    path: z.string().describe('Absolute path of the new folder'),
    branch: z.string().nullable().describe('The branch checked out, or null'),
    commit: z.string().nullable().describe('The commit checked out; null when the repository is empty'),
  }),
  example: { url: 'https://example.com/project.git', destination: 'project' },
});
