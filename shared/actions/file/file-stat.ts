import { z } from 'zod';
import { defineAction } from '../action.ts';
import { entryType, onePath } from './file-fields.ts';

export const fileStat = defineAction({
  type: 'file.stat',
  title: 'Facts about a file',
  summary: 'Tells size, times, type and permissions of a file or folder',
  effect: 'pure',
  parameters: z.strictObject({ path: onePath.describe('The file or folder') }),
  output: z.object({
    path: z.string().describe('Absolute path, links resolved'),
    name: z.string(),
    type: entryType,
    size: z.number().describe('Bytes'),
    mtime: z.string().describe('When it was last changed, ISO 8601'),
    created: z.string().describe('When it was made, ISO 8601'),
    mode: z.string().describe('Permissions in octal, such as 644'),
  }),
  example: { path: 'package.json' },
});
