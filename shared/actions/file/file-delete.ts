import { z } from 'zod';
import { defineAction } from '../action.ts';
import { pathsOrGlobs } from './file-fields.ts';

export const fileDelete = defineAction({
  type: 'file.delete',
  title: 'Delete files',
  summary: 'Moves files to the trash, or deletes them for good',
  effect: 'keyed',
  parameters: z.strictObject({
    path: pathsOrGlobs.describe('A file, a folder or a glob, or a list of them'),
    toTrash: z.boolean().default(true).describe('false deletes for good'),
    recursive: z.boolean().default(false).describe('Needed to delete a folder for good with what is in it'),
  }),
  output: z.object({ deleted: z.array(z.string()).describe('Absolute paths') }),
  example: { path: 'tmp/*.log' },
});
