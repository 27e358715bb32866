import { rename } from 'node:fs/promises';
import { type CopyOptions, copyLink, copyTree } from './copy-tree.ts';
import { attempting, errnoOf, fileError } from './file-errors.ts';
import { sameFingerprint, takeFingerprint } from './fingerprint.ts';
import { type Place, withPlace } from './place.ts';
import type { Transfer } from './plan-transfers.ts';
import { removeTree } from './remove-tree.ts';
import { statEntry } from './walk-folder.ts';
import { renameToNew } from './write-atomically.ts';

/** Renames; between two disks it copies, flushes and deletes. `resume`: what a crash of this attempt has done already is not an error. */
export async function moveTree(transfer: Transfer, options: CopyOptions): Promise<void> {
  const { scope, context, resume } = options;
  const { from, to, source } = transfer;
  context.signal.throwIfAborted();
  if (resume && sameFingerprint(await takeFingerprint(to, scope, context.signal), source)) {
    // It arrived: what is left to do is to remove the source, unless it has become something else.
    if (sameFingerprint(await takeFingerprint(from, scope, context.signal), source)) await removeSource(from, options);
    return;
  }
  await withPlace(from, scope, { purpose: 'write' }, (fromPlace) =>
    withPlace(to, scope, { purpose: 'write', onFolderMade: context.wrote }, async (toPlace) => {
      const renamed = await attempting('move', from, () => renamePlace(fromPlace, toPlace, options.replace));
      if (!renamed) await copyAcross(fromPlace, toPlace, options);
      await toPlace.folder.sync();
      await fromPlace.folder.sync();
      context.wrote(fromPlace.path);
      context.wrote(toPlace.path);
    }),
  );
}

/** False when the two places are on different disks. */
async function renamePlace(from: Place, to: Place, replace: boolean): Promise<boolean> {
  try {
    if (replace) await rename(from.at, to.at);
    else if ((await statEntry(from))?.isFile()) await renameToNew(from.folder, from.name, to);
    else if ((await statEntry(to)) === undefined) await rename(from.at, to.at);
    else throw fileError('EEXIST', 'write', to.path);
    return true;
  } catch (thrown) {
    if (errnoOf(thrown) === 'EXDEV') return false;
    throw thrown;
  }
}

async function copyAcross(from: Place, to: Place, options: CopyOptions): Promise<void> {
  const stats = await statEntry(from);
  if (stats === undefined) throw fileError('ENOENT', 'move', from.path);
  if (stats.isSymbolicLink()) await copyLink(from, to.path, options);
  else await copyTree(from.path, to.path, stats.isDirectory() ? 'dir' : 'file', options);
  await removeTree(from, options.context.signal);
}

async function removeSource(from: string, { scope, context }: CopyOptions): Promise<void> {
  await withPlace(from, scope, { purpose: 'write' }, async (place) => {
    await removeTree(place, context.signal);
    await place.folder.sync();
    context.wrote(place.path);
  });
}
