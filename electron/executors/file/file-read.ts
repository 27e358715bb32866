import { formatByteSize, parseByteSize } from '../../../shared/actions/file/byte-size.ts';
import type { fileRead } from '../../../shared/actions/file/file-read.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor } from '../executor.ts';
import { openScope, resolveGiven } from './file-scope.ts';
import { hashBytes, readChunks } from './hash-file.ts';
import { withFileInsideRoots } from './open-inside-roots.ts';
import { decodeText, parseText } from './parse-content.ts';

export const fileReadExecutor: ExecutorFor<typeof fileRead> = {
  plan: ({ path, as }) => `Would read ${path}${as === 'text' ? '' : ` as ${as}`}`,

  async run(parameters, context) {
    const scope = await openScope(context);
    const maxBytes = parseByteSize(parameters.maxBytes) ?? 0;
    const offset = parseByteSize(parameters.offset) ?? 0;
    return withFileInsideRoots(resolveGiven(parameters.path, scope), scope, async ({ handle, stats, path }) => {
      if (stats.size - offset > maxBytes) throw tooLarge(path, stats.size - offset, maxBytes);
      const chunks: Uint8Array[] = [];
      let size = 0;
      // One byte beyond the limit shows a file that grows while it is read.
      for await (const chunk of readChunks(handle, context.signal, { start: offset, end: offset + maxBytes + 1 })) {
        chunks.push(chunk.slice());
        size += chunk.length;
      }
      if (size > maxBytes) throw tooLarge(path, size, maxBytes);
      const bytes = Buffer.concat(chunks);
      const whole = offset > 0 && parameters.encoding === 'utf8' ? fromFirstCharacter(bytes) : bytes;
      const text = decodeText(whole, parameters.encoding, path);
      return {
        content: parseText(text, parameters.as, path),
        path,
        size,
        mtime: stats.mtime.toISOString(),
        sha256: hashBytes(bytes),
      };
    });
  },
};

/** An offset may point into a character: what is left of that is at most three bytes, all of the form 10xxxxxx. */
function fromFirstCharacter(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte >> 6 !== 0b10);
  return start > 0 && start <= 3 ? bytes.subarray(start) : bytes;
}

function tooLarge(path: string, size: number, maxBytes: number): ActionError {
  return new ActionError(
    'FILE_TOO_LARGE',
    `Could not read ${path}: there are ${formatByteSize(size)} to read, more than the ${formatByteSize(maxBytes)} allowed`,
    { hint: 'Set maxBytes higher, or offset to read only its end.' },
  );
}
