import { z } from 'zod';
import { defineAction } from '../action.ts';
import { byteSize } from './byte-size.ts';
import { jsonValue, onePath } from './file-fields.ts';

export const fileRead = defineAction({
  type: 'file.read',
  title: 'Read a file',
  summary: 'Reads a file as text, as encoded bytes, or parsed',
  effect: 'pure',
  parameters: z
    .strictObject({
      path: onePath.describe('The file, relative to the working directory; ~/ is the home folder'),
      encoding: z
        .enum(['utf8', 'base64', 'hex', 'latin1', 'utf16le'])
        .default('utf8')
        .describe('How bytes become text; base64 and hex hold any file'),
      maxBytes: byteSize.default('10MB').describe('More to read is an error; a number of bytes, or 64KB, 10MB, 1GB'),
      offset: byteSize
        .default(0)
        .describe('Start after so many bytes, to read only what was added; a character of utf8 that this cuts is left out'),
      as: z.enum(['text', 'json', 'yaml', 'csv', 'lines']).default('text').describe('What content becomes: the text, or what it says'),
    })
    .refine((parameters) => parameters.as === 'text' || !['base64', 'hex'].includes(parameters.encoding), {
      path: ['encoding'],
      message: 'base64 and hex give text that cannot be parsed; leave "as" out, or use utf8, latin1 or utf16le',
    }),
  output: z.object({
    content: jsonValue.describe('The text, or the parsed value; csv gives a list of objects, lines a list of strings'),
    path: z.string().describe('Absolute path'),
    size: z.number().describe('Bytes that were read'),
    mtime: z.string().describe('When it was last changed, ISO 8601'),
    sha256: z.string().describe('Of these bytes, hex'),
  }),
  example: { path: 'package.json', as: 'json' },
});
