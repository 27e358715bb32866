import { once } from 'node:events';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { errnoOf } from '../file/file-errors.ts';
import { readChunks } from '../file/hash-file.ts';
import type { OpenFile } from '../file/open-inside-roots.ts';
import { type ArchiveEntry, checkEntryPath, damaged, type ReadOptions, unsafe, type VisitEntry } from './archive-entry.ts';

const ENTRY_TYPES: Readonly<Record<string, ArchiveEntry['type']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'dir',
  GNUDumpDir: 'dir',
};

export async function readTar(file: OpenFile, options: ReadOptions, visit: VisitEntry): Promise<void> {
  const parser = new Parser({ strict: true });
  // The parser tells by events; the first failure of either side must wake the other, which may be waiting for it.
  const failure = new AbortController();
  let visits = Promise.resolve();
  let reachedEnd = false;
  parser.on('entry', (entry: ReadEntry) => {
    visits = visits.then(() => visitEntry(entry, options, visit));
    visits.catch((thrown: unknown) => failure.abort(thrown));
  });
  parser.on('error', (thrown: unknown) => failure.abort(thrown));
  parser.on('eof', () => {
    reachedEnd = true;
  });
  try {
    for await (const chunk of unzipped(file, options)) {
      if (!parser.write(chunk) && !failure.signal.aborted) await once(parser, 'drain', { signal: failure.signal });
      failure.signal.throwIfAborted();
      // What follows the end mark is no part of the archive, and the parser would keep all of it in memory.
      if (reachedEnd) break;
    }
    const ended = once(parser, 'end', { signal: failure.signal });
    parser.end();
    await ended;
    await visits;
  } catch (thrown) {
    const cause = failure.signal.aborted ? failure.signal.reason : thrown;
    throw cause instanceof ActionError || errnoOf(cause) !== undefined ? cause : damaged(options.archive, 'tar.gz', cause);
  }
}

async function visitEntry(entry: ReadEntry, options: ReadOptions, visit: VisitEntry): Promise<void> {
  const checked = checkEntry(entry, options);
  if (checked !== undefined) await visit(checked, entry);
  // The next entry comes only after the end of this one.
  entry.resume();
}

function checkEntry(entry: ReadEntry, options: ReadOptions): ArchiveEntry | undefined {
  const { archive, limits } = options;
  const type = ENTRY_TYPES[entry.type];
  if (type === undefined) throw unsafe(archive, entry.path, 'is a link or device');
  if (!Number.isSafeInteger(entry.size)) throw unsafe(archive, entry.path, 'has an impossible size');
  limits.countEntry(entry.size);
  const path = checkEntryPath(entry.path, options);
  if (path === '') return undefined;
  const mode = entry.mode === undefined ? undefined : entry.mode & 0o777;
  return { path, type: entry.path.endsWith('/') ? 'dir' : type, size: entry.size, mode, mtime: entry.mtime ?? new Date(0) };
}

async function* unzipped(file: OpenFile, { signal, limits }: ReadOptions): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // Its outcome is seen by whoever reads from gunzip.
  pipeline(Readable.from(copied(readChunks(file.handle, signal))), gunzip, () => {});
  for await (const chunk of gunzip) {
    signal.throwIfAborted();
    limits.countBytes(chunk.length);
    yield chunk;
  }
}

/** `readChunks` reuses its buffer, a stream holds several chunks at once. */
async function* copied(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk.slice();
}
