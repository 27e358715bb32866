import type { ArchiveFormat } from '../../../shared/actions/archive/archive-fields.ts';
import type { FileScope } from '../file/file-scope.ts';
import { withFileInsideRoots } from '../file/open-inside-roots.ts';
import { type ArchiveEntry, EntryLimits, type VisitEntry } from './archive-entry.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';

/** Visits every entry of an archive inside the roots. Throws `ARCHIVE_UNSAFE`, `ARCHIVE_TOO_LARGE`, `ARCHIVE_INVALID`, `ARCHIVE_ENCRYPTED`. */
export async function readArchive(
  path: string,
  format: ArchiveFormat,
  { scope, signal }: { scope: FileScope; signal: AbortSignal },
  visit: VisitEntry,
): Promise<void> {
  await withFileInsideRoots(path, scope, async (file) => {
    const options = { archive: path, os: scope.os, signal, limits: new EntryLimits(path, file.stats.size) };
    await (format === 'zip' ? readZip(file, options, visit) : readTar(file, options, visit));
  });
}

/** All entries in the order of their names, which is also the check of the whole archive before any of it is unpacked. */
export async function listArchive(
  path: string,
  format: ArchiveFormat,
  options: { scope: FileScope; signal: AbortSignal },
): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  await readArchive(path, format, options, async (entry) => void entries.push(entry));
  return entries.sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}
