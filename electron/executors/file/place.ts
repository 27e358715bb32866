import type { Stats } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { attempting, isMissing } from './file-errors.ts';
import { checkInside, type FileScope } from './file-scope.ts';
import { type PinnedFolder, type PinOptions, withPinnedFolder } from './pinned-folder.ts';

/** A name in a folder that is held open; there may be nothing of that name yet. */
export interface Place {
  readonly folder: PinnedFolder;
  readonly name: string;
  /** Absolute, for people and outputs. */
  readonly path: string;
  /** For system calls. */
  readonly at: string;
}

const MAX_LINKS = 40;

export function placeIn(folder: PinnedFolder, name: string): Place {
  return { folder, name, path: join(folder.path, name), at: folder.at(name) };
}

/** Holds the folder of `path` open during `use`. A link of that name is the place itself, not what it leads to. */
export function withPlace<T>(path: string, scope: FileScope, options: PinOptions, use: (place: Place) => Promise<T>): Promise<T> {
  return withPinnedFolder(dirname(path), scope, options, (folder) => {
    const place = placeIn(folder, basename(path));
    // The name counts too: `.git` is a name in an innocent folder.
    checkInside(place.path, scope, options.purpose);
    return use(place);
  });
}

/**
 * As `withPlace`, at the end of the links, each of which must stay inside the roots. The last one may lead to nothing yet; `found` is what
 * was seen there.
 */
export async function withLinkedPlace<T>(
  path: string,
  scope: FileScope,
  options: PinOptions,
  use: (place: Place, found: Stats | undefined) => Promise<T>,
): Promise<T> {
  let next = path;
  for (let links = 0; links <= MAX_LINKS; links += 1) {
    const step = await withPlace(next, scope, options, async (place) => {
      const { target, found } = await lookAt(place);
      return target === undefined ? { done: await use(place, found) } : { target: resolve(place.folder.path, target) };
    });
    if (step.target === undefined) return step.done;
    next = step.target;
  }
  throw new ActionError('TOO_MANY_LINKS', `Could not use ${path}: links lead round in a circle`, {
    hint: 'Name the file itself instead of the link.',
  });
}

async function lookAt(place: Place): Promise<{ readonly target?: string; readonly found?: Stats }> {
  return attempting('use', place.path, async () => {
    try {
      const found = await lstat(place.at);
      return found.isSymbolicLink() ? { target: await readlink(place.at) } : { found };
    } catch (thrown) {
      if (isMissing(thrown)) return {};
      throw thrown;
    }
  });
}
