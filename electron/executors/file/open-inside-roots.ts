import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat, statfs } from 'node:fs/promises';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { attempting } from './file-errors.ts';
import { checkInside, type FileScope, resolveInside } from './file-scope.ts';
import { pathOfHandle } from './pinned-folder.ts';
import type { Place } from './place.ts';

/** A regular file, open for reading and known to be inside the roots. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly stats: Stats;
  /** Absolute, links resolved. */
  readonly path: string;
}

// O_NONBLOCK: a FIFO put there after the first look must not make the open wait for a writer.
const READ = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Opens, then checks what was opened: kind of file and real place. The caller closes it. Throws `PATH_OUTSIDE_ROOTS`, `IS_A_DIRECTORY`, `NOT_A_FILE` and the errno ones. */
export async function openInsideRoots(path: string, scope: FileScope): Promise<OpenFile> {
  const expected = await resolveInside(path, scope, 'read');
  return attempting('read', path, async () => {
    // Opening some devices has an effect already, so they are turned away before.
    refuseIrregular(await stat(expected), path);
    return checkOpened(await open(expected, READ), { expected, path, scope });
  });
}

async function checkOpened(
  handle: FileHandle,
  { expected, path, scope }: { readonly expected: string; readonly path: string; readonly scope: FileScope },
): Promise<OpenFile> {
  try {
    const real = await pathOfHandle(handle, expected);
    checkInside(real, scope, 'read');
    const [stats, fileSystem] = await Promise.all([handle.stat(), fileSystemOf(handle)]);
    refuseIrregular(stats, path);
    if (KERNEL_FILE_SYSTEMS.has(fileSystem)) throw notAFile(path, "one of the kernel's own files");
    return { handle, stats, path: real };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/** As `withFileInsideRoots`, for an entry of a folder that is held open and was seen to be a regular file: its way is not looked up again. */
export async function withFileAt<T>(place: Place, scope: FileScope, use: (file: OpenFile) => Promise<T>): Promise<T> {
  return attempting('read', place.path, async () => {
    const opened = await open(place.at, READ | constants.O_NOFOLLOW);
    const file = await checkOpened(opened, { expected: place.path, path: place.path, scope });
    try {
      return await use(file);
    } finally {
      await file.handle.close();
    }
  });
}

export async function withFileInsideRoots<T>(path: string, scope: FileScope, use: (file: OpenFile) => Promise<T>): Promise<T> {
  const file = await openInsideRoots(path, scope);
  try {
    return await attempting('read', path, () => use(file));
  } finally {
    await file.handle.close();
  }
}

export function refuseIrregular(stats: Stats, path: string): void {
  if (stats.isDirectory()) {
    throw new ActionError('IS_A_DIRECTORY', `Could not read ${path}: it is a folder`, { hint: 'Name a file; file.list lists a folder.' });
  }
  if (!stats.isFile()) throw notAFile(path, kindOf(stats));
}

/**
 * Files of the kernel claim to be regular, but have no size and may never end: proc, sysfs, debugfs, tracefs, cgroup v1 and v2,
 * securityfs, configfs.
 */
const KERNEL_FILE_SYSTEMS: ReadonlySet<number> = new Set([
  0x9fa0, 0x62656572, 0x64626720, 0x74726163, 0x27e0eb, 0x63677270, 0x73636673, 0x62656570,
]);

/** The number of its kind; 0 where there are no such files. */
async function fileSystemOf(handle: FileHandle): Promise<number> {
  return process.platform === 'linux' ? (await statfs(`/proc/self/fd/${handle.fd}`)).type : 0;
}

function notAFile(path: string, what: string): ActionError {
  return new ActionError('NOT_A_FILE', `Could not read ${path}: it is ${what}, not a regular file`, { hint: 'Name a regular file.' });
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  if (stats.isSymbolicLink()) return 'a link';
  return 'a device';
}
