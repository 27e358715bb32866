import { z } from 'zod';
import { defineAction } from '../action.ts';
import { onePath, pathsOrGlobs } from '../file/file-fields.ts';
import { archiveFormat, archiveOutput } from './archive-fields.ts';

export const archiveCreate = defineAction({
  type: 'archive.create',
  title: 'Make an archive',
  summary: 'Packs files and folders into a zip or tar.gz file',
  effect: 'keyed',
  parameters: z.strictObject({
    source: pathsOrGlobs.describe('A file, a folder or a glob, or a list of them; a folder is packed under its own name'),
    destination: onePath.describe('The archive to write'),
    format: archiveFormat.describe('zip or tar.gz; default: by the name of the destination'),
    overwrite: z.boolean().default(false).describe('Replace an archive that exists'),
  }),
  output: archiveOutput.extend({ bytes: z.number().describe('Size of the archive') }),
  example: { source: 'reports', destination: 'reports.zip' },
});
