import { lstat, readdir, rmdir, unlink } from 'node:fs/promises';
import { attempting } from './file-errors.ts';
import { pinChild } from './pinned-folder.ts';
import { type Place, placeIn } from './place.ts';

/** Deletes for good, a folder with all that is in it. Each folder is held open, so that one swapped for a link leads nowhere else. */
export async function removeTree(place: Place, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const stats = await attempting('delete', place.path, () => lstat(place.at));
  if (!stats.isDirectory()) return attempting('delete', place.path, () => unlink(place.at));
  const folder = await pinChild(place.folder, place.name);
  try {
    for (const name of await attempting('delete', place.path, () => readdir(folder.self))) await removeTree(placeIn(folder, name), signal);
  } finally {
    await folder.close();
  }
  await attempting('delete', place.path, () => rmdir(place.at));
}
