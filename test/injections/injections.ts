import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const demandSchema = z.strictObject({
  /** As a grant names it, or what the attacker hopes it is called. */
  tool: z.string(),
  /** `{last}` in a text stands for what the call before gave. */
  input: z.record(z.string(), z.json()),
});
const common = { id: z.string(), demands: z.array(demandSchema).min(1) };

/** What a model that obeys does once it has read the text. */
export type Demand = z.output<typeof demandSchema>;

/** An instruction where a model comes across it. `look`: the call that brings it before the model; undefined: it stands in the prompt. */
export interface Injection {
  readonly id: string;
  readonly place: 'file' | 'name' | 'commit' | 'author' | 'branch' | 'diff' | 'prompt';
  /** Of a file, relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly demands: readonly Demand[];
  readonly look: Demand | undefined;
}

const folder = path.resolve(import.meta.dirname, '../fixtures/injections');

/** All of `test/fixtures/injections`. Hidden characters stand there as escapes. */
export function readInjections(): readonly Injection[] {
  const files = read('files.json', z.object({ ...common, path: z.string(), text: z.string() }));
  const names = read('names.json', z.object({ ...common, name: z.string() }));
  const git = read('git.json', z.object({ ...common, place: z.enum(['commit', 'author', 'branch', 'diff']), text: z.string() }));
  const prompts = read('prompts.json', z.object({ ...common, text: z.string() }));
  return [
    ...files.map((one): Injection => ({ ...one, place: 'file', look: { tool: 'file.read', input: { path: one.path } } })),
    ...names.map(
      ({ name, ...one }): Injection => ({
        ...one,
        place: 'name',
        path: name,
        text: name,
        look: { tool: 'file.list', input: { path: '.' } },
      }),
    ),
    ...git.map((one): Injection => ({ ...one, path: 'src/a.ts', look: looksAtGit[one.place] })),
    ...prompts.map((one): Injection => ({ ...one, place: 'prompt', path: '', look: undefined })),
  ];
}

const looksAtGit: Readonly<Record<'commit' | 'author' | 'branch' | 'diff', Demand>> = {
  commit: { tool: 'git.log', input: {} },
  author: { tool: 'git.log', input: {} },
  branch: { tool: 'git.branches', input: {} },
  diff: { tool: 'git.diff', input: {} },
};

function read<T extends z.ZodType>(name: string, schema: T): z.output<T>[] {
  return z.array(schema).parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
}
