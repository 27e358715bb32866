import type { fileHash } from '../../../shared/actions/file/file-hash.ts';
import type { ExecutorFor } from '../executor.ts';
import { openScope, resolveGiven } from './file-scope.ts';
import { hashFile } from './hash-file.ts';
import { withFileInsideRoots } from './open-inside-roots.ts';

export const fileHashExecutor: ExecutorFor<typeof fileHash> = {
  plan: ({ path }) => `Would compute the SHA-256 of ${path}`,

  async run(parameters, context) {
    const scope = await openScope(context);
    return withFileInsideRoots(resolveGiven(parameters.path, scope), scope, async ({ handle, stats, path }) => ({
      sha256: await hashFile(handle, context.signal),
      size: stats.size,
      path,
    }));
  },
};
