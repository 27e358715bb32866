import { constants, readlinkSync } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { attempting, errnoOf } from './file-errors.ts';
import { checkInside, type FileScope, type Purpose, resolveInside } from './file-scope.ts';

/**
 * A folder held open. On Linux its entries are reached through the open descriptor, so that nobody who swaps a parent for a link
 * between the check and the use can redirect a write. Other systems have no such path; there the folder is checked when it is opened.
 */
export interface PinnedFolder {
  /** Absolute, without links. */
  readonly path: string;
  /** The folder itself, for system calls. */
  readonly self: string;
  /** An entry of the folder, for system calls. `path` is the one to show. */
  at(name: string): string;
  /** Makes renames and new names in the folder survive a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface PinOptions {
  readonly purpose: Purpose;
  /** Makes missing folders; called with the path of each one that was made. */
  readonly onFolderMade?: ((path: string) => void) | undefined;
}

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY;

/** Opens a folder inside the roots. The caller closes it. */
async function pinFolder(path: string, scope: FileScope, options: PinOptions): Promise<PinnedFolder> {
  const expected = await findFolder(path, scope, options.purpose);
  return attempting('open the folder', path, async () => {
    const handle = await open(expected, FOLDER).catch((thrown: unknown) => {
      if (options.onFolderMade === undefined || errnoOf(thrown) !== 'ENOENT') throw thrown;
      return undefined;
    });
    if (handle === undefined) return makeFolder(expected, scope, options);
    return closingOnError(handle, async () => {
      const real = await pathOfHandle(handle, expected);
      checkInside(real, scope, options.purpose);
      return pin(handle, real);
    });
  });
}

/** Where the folder is, refused if that is not inside the roots. The roots were looked up for this attempt; what is opened is checked again. */
async function findFolder(path: string, scope: FileScope, purpose: Purpose): Promise<string> {
  if (!scope.roots.includes(path)) return resolveInside(path, scope, purpose);
  checkInside(path, scope, purpose);
  return path;
}

export async function withPinnedFolder<T>(
  path: string,
  scope: FileScope,
  options: PinOptions,
  use: (folder: PinnedFolder) => Promise<T>,
): Promise<T> {
  const folder = await pinFolder(path, scope, options);
  try {
    return await use(folder);
  } finally {
    await folder.close();
  }
}

/** Opens a subfolder; a link is no folder here. The caller closes it. */
export async function pinChild(folder: PinnedFolder, name: string): Promise<PinnedFolder> {
  const path = join(folder.path, name);
  const handle = await attempting('open the folder', path, () => open(folder.at(name), FOLDER | constants.O_NOFOLLOW));
  return pin(handle, path);
}

/** Where an open file really is. Throws `CONFLICT` when its name leads to something else by now. */
export async function pathOfHandle(handle: FileHandle, openedAs: string): Promise<string> {
  if (process.platform === 'linux') {
    // The kernel answers from memory: no disk can make us wait.
    const real = readlinkSync(`/proc/self/fd/${handle.fd}`);
    if (!real.endsWith(' (deleted)') || (await handle.stat()).nlink > 0) return real;
  } else {
    const real = await realpath(openedAs);
    const [held, named] = await Promise.all([handle.stat(), stat(real)]);
    if (held.dev === named.dev && held.ino === named.ino) return real;
  }
  throw new ActionError('CONFLICT', `Could not use ${openedAs}: it was replaced while it was being opened`, {
    kind: 'retryable',
    hint: 'Another program changes this path; retry when it has finished.',
  });
}

async function makeFolder(path: string, scope: FileScope, options: PinOptions): Promise<PinnedFolder> {
  const parent = await pinFolder(dirname(path), scope, options);
  try {
    const name = basename(path);
    await mkdir(parent.at(name)).then(
      async () => {
        await parent.sync();
        options.onFolderMade?.(join(parent.path, name));
      },
      async (thrown: unknown) => {
        // Somebody else made it meanwhile: all the better.
        if (errnoOf(thrown) !== 'EEXIST' || !(await lstat(parent.at(name))).isDirectory()) throw thrown;
      },
    );
    return await pinChild(parent, name);
  } finally {
    await parent.close();
  }
}

function pin(handle: FileHandle, path: string): PinnedFolder {
  const self = process.platform === 'linux' ? `/proc/self/fd/${handle.fd}` : path;
  return {
    path,
    self,
    at: (name) => join(self, name),
    // Windows cannot flush a folder; NTFS keeps names in its own journal.
    sync: () => (process.platform === 'win32' ? Promise.resolve() : handle.sync()),
    close: () => handle.close(),
  };
}

async function closingOnError<T>(handle: FileHandle, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}
