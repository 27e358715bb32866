import { z } from 'zod';
import { defineAction } from '../action.ts';
import { entryType, onePath } from './file-fields.ts';

export const fileList = defineAction({
  type: 'file.list',
  title: 'List files',
  summary: 'Lists what is in a folder, by pattern',
  effect: 'pure',
  parameters: z.strictObject({
    path: onePath.describe('The folder'),
    pattern: onePath.optional().describe('A glob below the folder, such as *.md or **/*.ts; names with a leading dot must be named'),
    recursive: z.boolean().default(false).describe('Look into subfolders too; a pattern with a / does so by itself'),
    type: z.enum(['file', 'dir', 'any']).default('file').describe('What to list'),
    sort: z.enum(['name', '-name', 'size', '-size', 'mtime', '-mtime']).default('name').describe('A leading - turns the order round'),
    limit: z.number().int().min(1).max(100_000).default(10_000).describe('At most this many, after sorting'),
  }),
  output: z.object({
    files: z.array(
      z.object({
        path: z.string().describe('Absolute path'),
        name: z.string(),
        size: z.number().describe('Bytes'),
        mtime: z.string().describe('When it was last changed, ISO 8601'),
        type: entryType,
      }),
    ),
    count: z.number().describe('How many matched, also beyond the limit'),
  }),
  example: { path: '.', pattern: '**/*.md', sort: '-mtime', limit: 10 },
});
