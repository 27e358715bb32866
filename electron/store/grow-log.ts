import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** As long as SQLite lets the log become before it starts over: 1,000 pages of 4 KiB with their headers. */
const LOG_BYTES = 1000 * (4096 + 24) + 32;
/** The disk, the person's share of it, or the largest file allowed is full. */
const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const CHUNK_BYTES = 1024 * 1024;

/**
 * Gives the write-ahead log its full length at once. Overwriting what is there needs one write of the disk for each commit; making the file
 * longer needs the file system's own records as well, which takes about twice as long. SQLite reads no further than the last frame whose
 * checksum continues the ones before it, so that zeros behind that are nothing to it. Where there is no room for it, the log grows as it is
 * needed.
 */
export function growLog(file: string): void {
  const descriptor = openSync(file, 'r+');
  const { size } = fstatSync(descriptor);
  try {
    const zeros = Buffer.alloc(CHUNK_BYTES);
    for (let at = size; at < LOG_BYTES; ) at += writeSync(descriptor, zeros, 0, Math.min(CHUNK_BYTES, LOG_BYTES - at), at);
    if (size < LOG_BYTES) fsyncSync(descriptor);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && NO_ROOM.has(String(error.code)))) throw error;
    // What was taken belongs to the database.
    ftruncateSync(descriptor, size);
  } finally {
    closeSync(descriptor);
  }
}
