import { z } from 'zod';
import { durationField } from './duration-field.ts';
import { defineTrigger } from './trigger.ts';

const eventSchema = z.enum(['add', 'change', 'unlink', 'addDir', 'unlinkDir']);
export type FileEvent = z.infer<typeof eventSchema>;

const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

export const changedFileSchema = z.object({
  filePath: z.string().describe('Absolute path'),
  fileName: z.string().describe('Last part of the path'),
  relativePath: z.string().describe("Relative to the workflow's working directory"),
  dir: z.string().describe('Absolute path of the folder'),
  event: eventSchema.describe('What happened, seen over the whole settle time'),
  size: z.number().nullable().describe('Bytes; null when it is gone'),
  mtime: z.string().nullable().describe('Last change of the content, ISO 8601 in UTC; null when it is gone'),
});
export type ChangedFile = z.infer<typeof changedFileSchema>;

export const fileChangeTrigger = defineTrigger({
  type: 'file_change',
  title: 'Files change',
  summary: 'Fires when files that match are added, changed or removed',
  config: z.strictObject({
    path: oneOrMore.describe(
      'File, folder or glob, or a list of them; relative to the working directory, absolute, or from ~/; !glob excludes',
    ),
    events: z.array(eventSchema).min(1).default(['add', 'change']).describe('Which changes count; default: add and change'),
    ignore: oneOrMore
      .optional()
      .describe('Patterns as in .gitignore; .git, node_modules and what .gitignore files name are ignored anyway (!name brings one back)'),
    settle: durationField().prefault('200ms').describe('Fire when nothing more has changed for this long'),
    batch: z.enum(['each', 'all']).default('each').describe('each: a run for every file; all: one run for a burst'),
    depth: z.number().int().min(0).optional().describe('How many levels of folders below the watched one; default: all'),
    followSymlinks: z.boolean().default(false).describe('Look through symbolic links'),
    poll: z
      .union([z.boolean(), durationField()])
      .default(false)
      .describe('Compare regularly instead of waiting for events, for drives that send none; true: every 2 s, or how often'),
    contentHash: z.boolean().default(false).describe('Fire only when the bytes differ, not when only the time does'),
    missed: z.enum(['catch-up', 'ignore']).default('catch-up').describe('What to do about changes made while Pawl was off'),
    maxRunsPerMinute: z.number().int().min(1).max(10_000).default(20).describe('More runs than this in a minute pause the trigger'),
  }),
  data: changedFileSchema.extend({ files: z.array(changedFileSchema).describe('Every file of the burst; with batch: each, the one') }),
  example: { path: 'src/**/*.ts', events: ['change'] },
});
export type FileChangeConfig = z.output<typeof fileChangeTrigger.config>;
