import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { fileStat } from '../../../shared/actions/file/file-stat.ts';
import type { ExecutorFor } from '../executor.ts';
import { attempting } from './file-errors.ts';
import { openScope, resolveGiven, resolveInside } from './file-scope.ts';
import { entryTypeOf } from './walk-folder.ts';

export const fileStatExecutor: ExecutorFor<typeof fileStat> = {
  plan: ({ path }) => `Would look at ${path}`,

  async run(parameters, context) {
    const scope = await openScope(context);
    const path = await resolveInside(resolveGiven(parameters.path, scope), scope, 'read');
    const stats = await attempting('look at', path, () => stat(path));
    return {
      path,
      name: basename(path),
      type: entryTypeOf(stats),
      size: stats.size,
      mtime: stats.mtime.toISOString(),
      created: stats.birthtime.toISOString(),
      mode: (stats.mode & 0o7777).toString(8).padStart(3, '0'),
    };
  },
};
