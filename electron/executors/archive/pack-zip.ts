import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { FileScope } from '../file/file-scope.ts';
import type { PackedEntry } from './collect-sources.ts';
import { readPacked } from './read-packed.ts';

/** The bytes of a zip file. */
export async function* packZip(entries: readonly PackedEntry[], scope: FileScope, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream.pipe(new PassThrough());
  const fail = (thrown: Error): void => void output.destroy(thrown);
  let content: Readable | undefined;
  zip.on('error', fail);
  for (const entry of entries) {
    const options = { mtime: entry.stats.mtime, mode: entry.stats.mode };
    if (entry.type === 'dir') zip.addEmptyDirectory(entry.name, options);
    else {
      // Opened only when its turn has come: a folder may hold more files than may be open.
      zip.addReadStreamLazy(entry.name, { ...options, size: entry.stats.size }, (give) => {
        content = Readable.from(readPacked(entry, scope, signal)).on('error', fail);
        give(null, content);
      });
    }
  }
  zip.end();
  try {
    yield* output;
  } finally {
    // A cancelled archive must not keep the file open that it was reading.
    content?.destroy();
  }
}
