import { z } from 'zod';
import { defineAction } from '../action.ts';
import { onePath } from './file-fields.ts';

export const fileHash = defineAction({
  type: 'file.hash',
  title: 'Hash a file',
  summary: "Computes the SHA-256 of a file's bytes, of any size",
  effect: 'pure',
  parameters: z.strictObject({ path: onePath.describe('The file') }),
  output: z.object({
    sha256: z.string().describe('Hex'),
    size: z.number().describe('Bytes'),
    path: z.string().describe('Absolute path'),
  }),
  example: { path: 'package-lock.json' },
});
