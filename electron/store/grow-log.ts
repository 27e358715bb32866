import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';

/** As long as SQLite lets the log become before it starts over: 1,000 pages of 4 KiB with their headers. */
const LOG_BYTES = 1000 * (4096 + 24) + 32;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Gives the write-ahead log its full length at once. Overwriting what is there needs one write of the disk for each commit; making the file
 * longer needs the file system's own records as well, which takes about twice as long. SQLite reads no further than the last frame whose
 * checksum continues the ones before it, so that zeros behind that are nothing to it.
 */
export function growLog(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    const { size } = fstatSync(descriptor);
    const zeros = Buffer.alloc(CHUNK_BYTES);
    for (let at = size; at < LOG_BYTES; at += CHUNK_BYTES) writeSync(descriptor, zeros, 0, Math.min(CHUNK_BYTES, LOG_BYTES - at), at);
    if (size < LOG_BYTES) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
