import { lstat } from 'node:fs/promises';
import { z } from 'zod';
import type { fileDelete } from '../../../shared/actions/file/file-delete.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor, StepContext } from '../executor.ts';
import { attempting } from './file-errors.ts';
import { type FileScope, openScope } from './file-scope.ts';
import { pinChild } from './pinned-folder.ts';
import { type Place, withPlace } from './place.ts';
import { refuseProtected } from './protected-folders.ts';
import { removeTree } from './remove-tree.ts';
import { resolveGlobs } from './resolve-glob.ts';
import { walkFolder } from './walk-folder.ts';

/** `identity` tells the file that was to be deleted from one that was made in its place since. */
const doomedSchema = z.object({ path: z.string(), isFolder: z.boolean(), identity: z.string() });
const intentSchema = z.object({ doomed: z.array(doomedSchema) });

type Doomed = z.output<typeof doomedSchema>;
type Parameters = z.output<(typeof fileDelete)['parameters']>;

export const fileDeleteExecutor: ExecutorFor<typeof fileDelete> = {
  plan({ path, toTrash }) {
    const paths = typeof path === 'string' ? path : path.join(', ');
    return toTrash ? `Would move ${paths} to the trash` : `Would delete ${paths} for good`;
  },

  async intent(parameters, context) {
    return { doomed: await findDoomed(parameters, await openScope(context), context) };
  },

  async run(parameters, context) {
    const scope = await openScope(context);
    const doomed = context.intent === undefined ? await findDoomed(parameters, scope, context) : intentSchema.parse(context.intent).doomed;
    for (const one of doomed) await deleteOne(one, parameters.toTrash, scope, context);
    return { deleted: doomed.map(({ path }) => path) };
  },

  async probe(_parameters, context) {
    const scope = await openScope(context);
    const { doomed } = intentSchema.parse(context.intent);
    let left = 0;
    for (const one of doomed) {
      const identity = await withExisting(one.path, scope, (place) => identify(place, one.isFolder));
      if (identity === undefined) continue;
      if (identity !== one.identity)
        return { outcome: 'conflict', reason: `${one.path} is not what was to be deleted; it has changed since` };
      left += 1;
    }
    if (left > 0) return { outcome: 'not_done', reason: `${left} of ${doomed.length} are still there` };
    return { outcome: 'done', reason: 'everything that was to be deleted is gone', output: { deleted: doomed.map(({ path }) => path) } };
  },
};

async function findDoomed(parameters: Parameters, scope: FileScope, context: StepContext): Promise<Doomed[]> {
  const matches = await resolveGlobs(parameters.path, { scope, signal: context.signal, purpose: 'write' });
  const doomed: Doomed[] = [];
  for (const { path, type } of matches) {
    refuseProtected(path, scope, 'delete');
    const isFolder = type === 'dir';
    if (isFolder && !parameters.toTrash && !parameters.recursive) {
      throw new ActionError('IS_A_DIRECTORY', `Could not delete ${path}: it is a folder`, {
        hint: 'Set recursive: true to delete it with all that is in it, or let it go to the trash.',
      });
    }
    const identity = await withExisting(path, scope, (place) => identify(place, isFolder));
    if (identity !== undefined) doomed.push({ path, isFolder, identity });
  }
  return doomed;
}

async function deleteOne({ path, isFolder, identity }: Doomed, toTrash: boolean, scope: FileScope, context: StepContext): Promise<void> {
  context.signal.throwIfAborted();
  await withExisting(path, scope, async (place) => {
    if ((await identify(place, isFolder)) !== identity) {
      throw new ActionError('CONFLICT', `Could not delete ${path}: it was changed after the step had looked at it`, {
        hint: 'Look at the new content, then retry the step to delete it.',
      });
    }
    const inside = isFolder ? await listInside(place, scope, context.signal) : [];
    if (toTrash) await context.platform.trash([place.path]);
    else await removeTree(place, context.signal);
    await place.folder.sync();
    for (const removed of [place.path, ...inside]) context.wrote(removed);
  });
}

async function listInside(place: Place, scope: FileScope, signal: AbortSignal): Promise<string[]> {
  const folder = await pinChild(place.folder, place.name);
  try {
    const paths: string[] = [];
    for await (const entry of walkFolder(folder, { scope, signal })) paths.push(entry.place.path);
    return paths;
  } finally {
    await folder.close();
  }
}

/** Undefined when there is nothing of that name any more. */
async function withExisting<T>(path: string, scope: FileScope, use: (place: Place) => Promise<T>): Promise<T | undefined> {
  try {
    return await withPlace(path, scope, { purpose: 'write' }, use);
  } catch (thrown) {
    if (thrown instanceof ActionError && (thrown.code === 'FILE_NOT_FOUND' || thrown.code === 'NOT_A_FOLDER')) return undefined;
    throw thrown;
  }
}

/** A folder keeps its identity while it is being emptied; a file that was written since has another one. */
async function identify(place: Place, isFolder: boolean): Promise<string> {
  const stats = await attempting('look at', place.path, () => lstat(place.at, { bigint: true }));
  return isFolder ? `${stats.dev}:${stats.ino}` : `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}`;
}
