import { z } from 'zod';
import type { fileMkdir } from '../../../shared/actions/file/file-mkdir.ts';
import type { ExecutorFor } from '../executor.ts';
import { openScope, resolveGiven, resolveInside } from './file-scope.ts';
import { statAt } from './fingerprint.ts';
import { withPinnedFolder } from './pinned-folder.ts';

const intentSchema = z.object({ existed: z.boolean() });

export const fileMkdirExecutor: ExecutorFor<typeof fileMkdir> = {
  plan: ({ path }) => `Would make the folder ${path}, unless it exists`,

  async intent(parameters, context) {
    const scope = await openScope(context);
    const path = await resolveInside(resolveGiven(parameters.path, scope), scope, 'write');
    return { existed: (await statAt(path, scope)) !== undefined };
  },

  async run(parameters, context) {
    const scope = await openScope(context);
    let created = false;
    const onFolderMade = (path: string): void => {
      created = true;
      context.wrote(path);
    };
    const given = resolveGiven(parameters.path, scope);
    const path = await withPinnedFolder(given, scope, { purpose: 'write', onFolderMade }, async (folder) => folder.path);
    return { path, created };
  },

  async probe(parameters, context) {
    const { existed } = intentSchema.parse(context.intent);
    const scope = await openScope(context);
    const path = await resolveInside(resolveGiven(parameters.path, scope), scope, 'write');
    const stats = await statAt(path, scope);
    if (stats === undefined) return { outcome: 'not_done', reason: `${path} does not exist yet` };
    if (!stats.isDirectory()) return { outcome: 'conflict', reason: `there is a file at ${path} where the folder was to be` };
    return { outcome: 'done', reason: `the folder ${path} is there`, output: { path, created: !existed } };
  },
};
