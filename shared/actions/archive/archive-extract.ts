import { z } from 'zod';
import { defineAction } from '../action.ts';
import { onePath } from '../file/file-fields.ts';
import { archiveFormat, archiveOutput } from './archive-fields.ts';

export const archiveExtract = defineAction({
  type: 'archive.extract',
  title: 'Unpack an archive',
  summary: 'Unpacks a zip or tar.gz file into a folder; links and paths that leave the folder are refused',
  effect: 'keyed',
  parameters: z.strictObject({
    source: onePath.describe('The archive'),
    destination: onePath.describe('The folder to unpack into, made when missing'),
    format: archiveFormat.describe('zip or tar.gz; default: by the name of the source'),
    overwrite: z.boolean().default(false).describe('Replace files that exist; otherwise they are an error before anything is touched'),
  }),
  output: archiveOutput.extend({ bytes: z.number().describe('Size of all files, unpacked') }),
  example: { source: 'reports.zip', destination: 'unpacked' },
});
