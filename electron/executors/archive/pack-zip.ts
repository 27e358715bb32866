import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { FileScope } from '../file/file-scope.ts';
import type { PackedEntry } from './collect-sources.ts';
import { readPacked } from './read-packed.ts';

/** The bytes of a zip file. Throws `NAME_NOT_PORTABLE`. */
export async function* packZip(entries: readonly PackedEntry[], scope: FileScope, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (const { name, path } of entries) if (name.includes('\\')) throw nameNotPortable(path);
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

/** In a zip a backslash is read as the start of another folder: the file would come back under another name. */
function nameNotPortable(path: string): ActionError {
  return new ActionError('NAME_NOT_PORTABLE', `Could not pack ${path}: a name in a zip file cannot hold a backslash`, {
    hint: 'Rename the file, or let the destination end in .tar.gz.',
  });
}
