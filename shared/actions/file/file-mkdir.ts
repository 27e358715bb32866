import { z } from 'zod';
import { defineAction } from '../action.ts';
import { onePath } from './file-fields.ts';

export const fileMkdir = defineAction({
  type: 'file.mkdir',
  title: 'Make a folder',
  summary: 'Makes a folder and those above it that are missing',
  effect: 'keyed',
  parameters: z.strictObject({ path: onePath.describe('The folder') }),
  output: z.object({
    path: z.string().describe('Absolute path'),
    created: z.boolean().describe('false when it was there already'),
  }),
  example: { path: 'build/reports' },
});
