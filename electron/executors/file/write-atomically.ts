import { constants } from 'node:fs';
import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises';
import { attempting, errnoOf, fileError, isMissing } from './file-errors.ts';
import type { PinnedFolder } from './pinned-folder.ts';
import type { Place } from './place.ts';
import { statEntry } from './walk-folder.ts';

interface AtomicWrite {
  /** Names the temporary file, so that a replay after a crash finds and removes what it left. */
  readonly key: string;
  /** false: an existing target is `FILE_EXISTS`, also when it appears at the last moment. */
  readonly replace: boolean;
  /** Permission bits; undefined: the system's default for new files. */
  readonly mode?: number | undefined;
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
  readonly mtime?: Date | undefined;
  fill(handle: FileHandle): Promise<void>;
}

/** Temporary file, flush, rename, flush the folder: whoever looks sees the old content or the new one. A failure leaves no temporary file. */
export async function writeAtomically(place: Place, write: AtomicWrite): Promise<void> {
  const temporary = temporaryName(write.key);
  await attempting('write', place.path, async () => {
    const handle = await openNew(place.folder, temporary, write.mode === undefined ? 0o666 : 0o600);
    try {
      await write.fill(handle);
      // The owner first: changing it clears the set-id bits.
      if (write.owner !== undefined) await keepOwner(handle, write.owner);
      if (write.mode !== undefined) await handle.chmod(write.mode);
      if (write.mtime !== undefined) await handle.utimes(write.mtime, write.mtime);
      await handle.sync();
      await handle.close();
      await (write.replace ? rename(place.folder.at(temporary), place.at) : renameToNew(place.folder, temporary, place));
      await place.folder.sync();
    } catch (thrown) {
      await handle.close();
      await removeTemporary(place.folder, write.key);
      throw thrown;
    }
  });
}

async function removeTemporary(folder: PinnedFolder, key: string): Promise<void> {
  await unlink(folder.at(temporaryName(key))).catch((thrown: unknown) => {
    if (!isMissing(thrown)) throw thrown;
  });
}

export function temporaryName(key: string): string {
  return `.pawl-${key}`;
}

const CHUNK_BYTES = 1024 * 1024;

/** In pieces, so that a cancelled step stops within one of them. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  for (let start = 0; start < bytes.length; ) {
    signal.throwIfAborted();
    const { bytesWritten } = await handle.write(bytes, start, Math.min(CHUNK_BYTES, bytes.length - start));
    start += bytesWritten;
  }
}

/** Renames without replacing. A link fails when the target exists, which a rename does not. */
export async function renameToNew(from: PinnedFolder, name: string, target: Place): Promise<void> {
  try {
    await link(from.at(name), target.at);
  } catch (thrown) {
    if (!LINKS_UNSUPPORTED.has(errnoOf(thrown) ?? '')) throw thrown;
    if ((await statEntry(target)) !== undefined) throw fileError('EEXIST', 'write', target.path);
    await rename(from.at(name), target.at);
    return;
  }
  await unlink(from.at(name));
}

const LINKS_UNSUPPORTED: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

async function openNew(folder: PinnedFolder, name: string, mode: number): Promise<FileHandle> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  try {
    return await open(folder.at(name), flags, mode);
  } catch (thrown) {
    if (errnoOf(thrown) !== 'EEXIST') throw thrown;
    // Only a crash of this very attempt leaves a file of this name.
    await unlink(folder.at(name));
    return open(folder.at(name), flags, mode);
  }
}

async function keepOwner(handle: FileHandle, owner: { readonly uid: number; readonly gid: number }): Promise<void> {
  const stats = await handle.stat();
  if (stats.uid === owner.uid && stats.gid === owner.gid) return;
  try {
    await handle.chown(owner.uid, owner.gid);
  } catch (thrown) {
    // Only the superuser may give files away: the file then belongs to who wrote it, as with any editor that saves by renaming.
    if (errnoOf(thrown) !== 'EPERM') throw thrown;
  }
}
