import { z } from 'zod';
import { defineAction } from '../action.ts';
import { onePath, pathsOrGlobs, transferOutput } from './file-fields.ts';

export const fileCopy = defineAction({
  type: 'file.copy',
  title: 'Copy files',
  summary: 'Copies a file, a folder, or every match of a glob',
  effect: 'keyed',
  parameters: z.strictObject({
    source: pathsOrGlobs.describe('A file, a folder or a glob, or a list of them; a glob keeps the folders below its fixed part'),
    destination: onePath.describe('The new name, or a folder; with a glob or a list it is a folder, made when missing'),
    overwrite: z.boolean().default(false).describe('Replace files that exist; otherwise they are an error before anything is touched'),
  }),
  output: transferOutput,
  example: { source: 'reports/*.pdf', destination: 'archive' },
});
