import type { fileExists } from '../../../shared/actions/file/file-exists.ts';
import type { ExecutorFor } from '../executor.ts';
import { openScope, resolveGiven, resolveInside } from './file-scope.ts';
import { statAt } from './fingerprint.ts';
import { entryTypeOf } from './walk-folder.ts';

export const fileExistsExecutor: ExecutorFor<typeof fileExists> = {
  plan: ({ path }) => `Would look whether ${path} exists`,

  async run(parameters, context) {
    const scope = await openScope(context);
    const path = await resolveInside(resolveGiven(parameters.path, scope), scope, 'read');
    const stats = await statAt(path, scope);
    return { exists: stats !== undefined, path, type: stats === undefined ? null : entryTypeOf(stats) };
  },
};
