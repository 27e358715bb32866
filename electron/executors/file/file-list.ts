import type { z } from 'zod';
import type { fileList } from '../../../shared/actions/file/file-list.ts';
import type { ExecutorFor } from '../executor.ts';
import { openScope, resolveGiven } from './file-scope.ts';
import { withPinnedFolder } from './pinned-folder.ts';
import { compilePattern } from './resolve-glob.ts';
import { walkFolder } from './walk-folder.ts';

type Parameters = z.output<(typeof fileList)['parameters']>;
type Output = z.output<(typeof fileList)['output']>;
type Listed = Output['files'][number];

export const fileListExecutor: ExecutorFor<typeof fileList> = {
  plan: ({ path, pattern }) => `Would list ${pattern === undefined ? 'the files' : pattern} in ${path}`,

  async run(parameters, context): Promise<Output> {
    const scope = await openScope(context);
    const { type, limit } = parameters;
    const pattern = compileParameters(parameters);
    const files: Listed[] = [];
    await withPinnedFolder(resolveGiven(parameters.path, scope), scope, { purpose: 'read' }, async (folder) => {
      for await (const entry of walkFolder(folder, { scope, signal: context.signal, maxDepth: pattern.maxDepth })) {
        if ((type !== 'any' && entry.type !== type) || !pattern.matches(entry.relativePath)) continue;
        const { size, mtime } = entry.stats;
        files.push({ path: entry.place.path, name: entry.place.name, size, mtime: mtime.toISOString(), type: entry.type });
      }
    });
    return { files: files.sort(compareBy(parameters.sort)).slice(0, limit), count: files.length };
  },
};

function compileParameters({ pattern, recursive }: Parameters): ReturnType<typeof compilePattern> {
  if (pattern === undefined) return { matches: () => true, maxDepth: recursive ? undefined : 1 };
  // "*.md" in all folders is what recursive with a plain name pattern asks for.
  return compilePattern(recursive && !pattern.includes('/') ? `**/${pattern}` : pattern);
}

function compareBy(sort: Parameters['sort']): (one: Listed, other: Listed) => number {
  const key = sort.startsWith('-') ? sort.slice(1) : sort;
  const sign = sort.startsWith('-') ? -1 : 1;
  const byPath = (one: Listed, other: Listed): number => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0);
  return (one, other) => {
    if (key === 'size' && one.size !== other.size) return sign * (one.size - other.size);
    // ISO 8601 in UTC sorts as text.
    if (key === 'mtime' && one.mtime !== other.mtime) return sign * (one.mtime < other.mtime ? -1 : 1);
    return key === 'name' ? sign * byPath(one, other) : byPath(one, other);
  };
}
