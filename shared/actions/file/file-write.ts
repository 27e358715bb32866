import { z } from 'zod';
import { defineAction } from '../action.ts';
import { jsonValue, onePath } from './file-fields.ts';

export const fileWrite = defineAction({
  type: 'file.write',
  title: 'Write a file',
  summary: 'Writes or appends to a file; a failed write leaves the old content',
  effect: 'keyed',
  parameters: z
    .strictObject({
      path: onePath.describe('The file, relative to the working directory; ~/ is the home folder'),
      content: jsonValue.describe('Text is written as it is, anything else as indented JSON'),
      append: z.boolean().default(false).describe('Add to the end instead of replacing'),
      createDirs: z.boolean().default(true).describe('Make the folders that are missing'),
      mode: z
        .string()
        .regex(/^0?[0-7]{3}$/, 'must be three octal digits such as 644')
        .optional()
        .describe('Permissions in octal, such as 644 or 755; default: those of the existing file'),
      ifExists: z
        .enum(['overwrite', 'fail', 'rename'])
        .default('overwrite')
        .describe('rename writes to "name (2).ext" and so on, fail is an error'),
    })
    .refine((parameters) => !(parameters.append && parameters.ifExists === 'rename'), {
      path: ['ifExists'],
      message: 'rename never adds to an existing file; leave out append or ifExists',
    }),
  output: z.object({
    path: z.string().describe('Absolute path of the file that was written'),
    bytes: z.number().describe('How many were written by this step'),
    sha256: z.string().describe('Of the bytes that this step wrote, hex'),
    created: z.boolean().describe('Whether the file is new'),
  }),
  example: { path: 'notes/today.md', content: '# Today\n' },
});
