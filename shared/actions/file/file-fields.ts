import { z } from 'zod';
import type { Json } from '../../lib/json.ts';

/** Empty is refused: a value that came out empty must never mean "the working folder". */
export const onePath = z.string().min(1);

export const pathsOrGlobs = z.union([onePath, z.array(onePath).min(1)]);

export const jsonValue: z.ZodType<Json, Json> = z.json();

export const entryType = z.enum(['file', 'dir', 'link', 'other']);

export const transferOutput = z.object({
  files: z
    .array(
      z.object({
        source: z.string().describe('Where it was'),
        path: z.string().describe('Where it is now'),
        size: z.number().describe('Bytes'),
      }),
    )
    .describe('Every file that was written, in the order of their names'),
});
