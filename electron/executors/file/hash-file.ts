import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

// Small enough that hashing many small files does not keep the garbage collector busy.
const CHUNK_BYTES = 128 * 1024;

/** SHA-256, hex, of the bytes from `start` (0) to the end or `end` (exclusive). Does not move the file's own position. */
export async function hashFile(handle: FileHandle, signal: AbortSignal, range: { start?: number; end?: number } = {}): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readChunks(handle, signal, range)) hash.update(chunk);
  return hash.digest('hex');
}

export function hashBytes(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The chunk is overwritten by the next one. */
export async function* readChunks(
  handle: FileHandle,
  signal: AbortSignal,
  range: { start?: number; end?: number } = {},
): AsyncGenerator<Uint8Array> {
  const { start = 0, end = Number.POSITIVE_INFINITY } = range;
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, Math.max(end - start, 1)));
  for (let position = start; position < end; ) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, end - position), position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
