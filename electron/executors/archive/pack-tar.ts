import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Header, Pax } from 'tar';
import type { FileScope } from '../file/file-scope.ts';
import type { PackedEntry } from './collect-sources.ts';
import { readPacked } from './read-packed.ts';

const BLOCK_BYTES = 512;

/** The bytes of a gzipped tar file, without owners: the same files give the same bytes on any account. */
export async function* packTar(entries: readonly PackedEntry[], scope: FileScope, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const gzip = createGzip();
  // Its outcome is seen by whoever reads from gzip.
  pipeline(Readable.from(tarBytes(entries, scope, signal)), gzip, () => {});
  yield* gzip;
}

async function* tarBytes(entries: readonly PackedEntry[], scope: FileScope, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (const entry of entries) {
    const size = entry.type === 'file' ? entry.stats.size : 0;
    yield headerBytes(entry, size);
    if (entry.type === 'file') yield* readPacked(entry, scope, signal);
    yield new Uint8Array((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES);
  }
  yield new Uint8Array(2 * BLOCK_BYTES);
}

function headerBytes({ name, type, stats }: PackedEntry, size: number): Uint8Array {
  const facts = {
    path: type === 'dir' ? `${name}/` : name,
    type: type === 'dir' ? ('Directory' as const) : ('File' as const),
    mode: stats.mode & 0o777,
    mtime: new Date(Math.floor(stats.mtimeMs / 1000) * 1000),
    size,
  };
  const header = new Header(facts);
  const block = Buffer.alloc(BLOCK_BYTES);
  // Long names, other alphabets and huge sizes do not fit the old header.
  const needsPax = header.encode(block, 0);
  return needsPax ? Buffer.concat([new Pax(facts).encode(), block]) : block;
}
