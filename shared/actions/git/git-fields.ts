import { z } from 'zod';

// Control characters and a leading "-" are refused here, before git could read a value as an option.
const NOT_AN_OPTION = /^(?!-)[^\p{Cc}]+$/u;
const REFUSED = 'must not be empty, start with - or hold control characters';

/** The rules of git-check-ref-format(1) for a branch or tag. */
const REF_NAME = /^(?![-/.]|@$)(?!.*(?:\.\.|\/\/|@\{|\/\.|\.lock(?:\/|$)))[^\p{Cc} ~^:?*[\\]+(?<![/.])$/u;

/** Something that names a commit: a branch, a tag, a hash, HEAD~2. */
export const revision = z.string().regex(NOT_AN_OPTION, REFUSED);

export const refName = z.string().regex(REF_NAME, 'is not a valid name for a branch or tag');

/** The name of a remote, or an address; helpers such as `ext::` would run programs. */
export const remote = z
  .string()
  .regex(NOT_AN_OPTION, REFUSED)
  .refine((value) => !value.includes('::'), 'must be a name, a path, or an https or ssh address');

export const filePath = z
  .string()
  .min(1)
  .regex(/^[^\0]+$/, 'must not hold a NUL character');

/** `Ada Lovelace <ada@example.com>` */
export const author = z.string().regex(/^[^<>\p{Cc}-][^<>\p{Cc}]* <[^<>\p{Cc}]+>$/u, 'must be written as Name <mail@example.com>');

export const repositoryFields = {
  repo: filePath.default('.').describe('Folder of the repository, relative to the working directory'),
  trusted: z
    .boolean()
    .default(false)
    .describe("Let the repository's own hooks, filters, signing and other configured programs run; leave it off for code of others"),
};

export const commitFields = z.object({
  hash: z.string().describe('Full hash'),
  shortHash: z.string().describe('First characters of the hash'),
  author: z.string().describe('Name of the author'),
  email: z.string().describe('Address of the author'),
  date: z.string().describe('When it was written, ISO 8601'),
  subject: z.string().describe('First paragraph of the message'),
  body: z.string().describe('The rest of the message'),
});

export const changedFile = z.object({
  path: z.string().describe('Path in the repository'),
  from: z.string().optional().describe('Path before it was renamed'),
  insertions: z.number().describe('Lines added; 0 for a binary file'),
  deletions: z.number().describe('Lines removed; 0 for a binary file'),
  binary: z.boolean().describe('The file is no text'),
});

export const patchFields = {
  files: z.array(changedFile).describe('What changed, file by file'),
  insertions: z.number().describe('Lines added in all'),
  deletions: z.number().describe('Lines removed in all'),
  patch: z.string().describe('The unified diff, up to maxBytes'),
  truncated: z.boolean().describe('The diff is longer than maxBytes'),
};

export const mergeFields = {
  result: z.enum(['merged', 'fast_forward', 'up_to_date', 'conflict']).describe('How it ended'),
  commit: z.string().describe('The commit that is checked out now'),
  conflicts: z.array(z.string()).describe('Files in conflict; empty unless the result is conflict'),
};

export const mergeOptions = {
  fastForward: z
    .enum(['auto', 'only', 'never'])
    .default('auto')
    .describe('only: refuse unless no merge commit is needed; never: always make one'),
  keepConflicts: z.boolean().default(false).describe('Leave conflicts in the files for somebody to resolve; otherwise the merge is undone'),
};
