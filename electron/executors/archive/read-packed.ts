import { ActionError } from '../../../shared/lib/action-error.ts';
import type { FileScope } from '../file/file-scope.ts';
import { readChunks } from '../file/hash-file.ts';
import { openInsideRoots } from '../file/open-inside-roots.ts';
import type { PackedEntry } from './collect-sources.ts';

/** The content of a file that is being packed, exactly as long as it was when it was listed. Throws `CONFLICT` when it has changed. */
export async function* readPacked(entry: PackedEntry, scope: FileScope, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const { handle, stats } = await openInsideRoots(entry.path, scope);
  try {
    let size = 0;
    if (stats.size === entry.stats.size) {
      for await (const chunk of readChunks(handle, signal, { end: stats.size })) {
        size += chunk.length;
        yield chunk.slice();
      }
    }
    if (size === entry.stats.size) return;
  } finally {
    await handle.close();
  }
  throw new ActionError('CONFLICT', `Could not pack ${entry.path}: it was changed meanwhile`, {
    kind: 'retryable',
    hint: 'Retry when no other program is writing to it.',
  });
}
