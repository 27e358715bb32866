import { type Entry, fromFdPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { errnoOf } from '../file/file-errors.ts';
import type { OpenFile } from '../file/open-inside-roots.ts';
import { type ArchiveEntry, checkEntryPath, damaged, type ReadOptions, unsafe, type VisitEntry } from './archive-entry.ts';

const FILE_TYPE_BITS = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;

export async function readZip(file: OpenFile, options: ReadOptions, visit: VisitEntry): Promise<void> {
  const { archive, signal } = options;
  const zip = await blaming(archive, () => fromFdPromise(file.handle.fd, { autoClose: false, decodeStrings: false, lazyEntries: true }));
  const entries = zip.eachEntry();
  for (;;) {
    signal.throwIfAborted();
    const next = await blaming(archive, () => entries.next());
    if (next.done === true) return;
    const entry = checkEntry(next.value, options);
    if (entry !== undefined) await visit(entry, readContent(zip, next.value, options));
  }
}

function checkEntry(entry: Entry, options: ReadOptions): ArchiveEntry | undefined {
  const { archive, limits } = options;
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  limits.countEntry(entry.uncompressedSize);
  const path = checkEntryPath(name, options);
  const unixMode = entry.externalFileAttributes >>> 16;
  const fileType = unixMode & FILE_TYPE_BITS;
  if (fileType !== 0 && fileType !== REGULAR && fileType !== FOLDER) throw unsafe(archive, name, 'is a link or device');
  if (entry.isEncrypted()) {
    throw new ActionError('ARCHIVE_ENCRYPTED', `Could not unpack ${archive}: it is encrypted`, {
      hint: 'Unpack it with a tool that asks for the password.',
    });
  }
  if (path === '') return undefined;
  const type = name.endsWith('/') || fileType === FOLDER ? 'dir' : 'file';
  return { path, type, size: entry.uncompressedSize, mode: unixMode === 0 ? undefined : unixMode & 0o777, mtime: entry.getLastModDate() };
}

async function* readContent(zip: ZipFile, entry: Entry, { archive, signal, limits }: ReadOptions): AsyncGenerator<Uint8Array> {
  const stream = await blaming(archive, () => zip.openReadStreamPromise(entry));
  const chunks = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal.throwIfAborted();
      const next: IteratorResult<Uint8Array> = await blaming(archive, () => chunks.next());
      if (next.done === true) return;
      limits.countBytes(next.value.length);
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
}

async function blaming<T>(archive: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (thrown) {
    throw thrown instanceof ActionError || errnoOf(thrown) !== undefined ? thrown : damaged(archive, 'zip', thrown);
  }
}
