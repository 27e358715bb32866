import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { attempting, isMissing } from './file-errors.ts';
import type { FileScope } from './file-scope.ts';
import { isInside } from './path-rules.ts';
import { type PinnedFolder, pinChild } from './pinned-folder.ts';
import { type Place, placeIn } from './place.ts';

export type EntryType = 'file' | 'dir' | 'link' | 'other';

export interface FoundEntry {
  /** Usable until the next entry is asked for. */
  readonly place: Place;
  /** Below the walked folder, with `/` on every system. */
  readonly relativePath: string;
  readonly type: EntryType;
  readonly stats: Stats;
}

export interface WalkOptions {
  readonly scope: FileScope;
  readonly signal: AbortSignal;
  /** 1 (the folder's own entries) and up; default: all the way down. */
  readonly maxDepth?: number | undefined;
}

/** Everything below a folder in a fixed order, a folder before what is in it. Only ever goes down, never through a link, never into the data folder. */
export async function* walkFolder(folder: PinnedFolder, options: WalkOptions, prefix = ''): AsyncGenerator<FoundEntry> {
  const { scope, signal, maxDepth = Number.POSITIVE_INFINITY } = options;
  const names = await attempting('list', folder.path, () => readdir(folder.self));
  for (const name of names.sort()) {
    signal.throwIfAborted();
    const place = placeIn(folder, name);
    const stats = isInside(scope.dataDir, place.path) ? undefined : await statEntry(place);
    if (stats === undefined) continue;
    const relativePath = prefix + name;
    yield { place, relativePath, type: entryTypeOf(stats), stats };
    if (!stats.isDirectory() || maxDepth <= 1) continue;
    const child = await pinChild(folder, name);
    try {
      yield* walkFolder(child, { ...options, maxDepth: maxDepth - 1 }, `${relativePath}/`);
    } finally {
      await child.close();
    }
  }
}

export function entryTypeOf(stats: Stats): EntryType {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'dir';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

/** Undefined for what vanished since it was listed. */
export async function statEntry(place: Place): Promise<Stats | undefined> {
  try {
    return await lstat(place.at);
  } catch (thrown) {
    if (!isMissing(thrown)) return attempting('look at', place.path, () => Promise.reject(thrown));
    // Names that are no UTF-8 come with this character and are then not found: leaving them out silently would lose files.
    if (!place.name.includes('\uFFFD')) return undefined;
    throw new ActionError('NAME_NOT_TEXT', `Could not use ${place.path}: its name is not valid UTF-8`, { hint: 'Rename the file.' });
  }
}
