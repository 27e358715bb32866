import { z } from 'zod';

export const ARCHIVE_FORMATS = ['zip', 'tar.gz'] as const;
export type ArchiveFormat = (typeof ARCHIVE_FORMATS)[number];

export const archiveFormat = z.enum(ARCHIVE_FORMATS).optional();

export const archiveOutput = z.object({
  files: z
    .array(z.object({ path: z.string().describe('Name in the archive'), size: z.number().describe('Bytes, unpacked') }))
    .describe('Every file, in the order of their names'),
  bytes: z.number(),
});
