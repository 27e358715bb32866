import { z } from 'zod';
import { defineAction } from '../action.ts';
import { entryType, onePath } from './file-fields.ts';

export const fileExists = defineAction({
  type: 'file.exists',
  title: 'Does a file exist',
  summary: 'Tells whether a file or folder exists',
  effect: 'pure',
  parameters: z.strictObject({ path: onePath.describe('The file or folder') }),
  output: z.object({
    exists: z.boolean(),
    path: z.string().describe('Absolute path'),
    type: entryType.nullable().describe('null when it does not exist'),
  }),
  example: { path: 'dist/index.html' },
});
