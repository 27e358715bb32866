import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from './sync.ts';

/** Outputs larger than this lie in a file of their own, not in the database. */
export const INLINE_LIMIT_BYTES = 64 * 1024;

/** A blob is written before the row that refers to it: a young one may be waiting for its row. */
const YOUNG_MS = 3_600_000;

/** Content-addressed files for large outputs. What `put` has returned is on the disk. */
export interface Blobs {
  /** Writes `text` unless it is there, and returns its hash. Throws on a full disk, and leaves nothing behind. */
  put(text: string): string;
  get(hash: string): string;
  has(hash: string): boolean;
  /** In bytes; 0 when it is not there. */
  size(hash: string): number;
  /** Names of the folders that blobs lie in, for `collect`. */
  folders(): readonly string[];
  /** Deletes what lies in one folder, is older than an hour at `now` and is not used. Returns how many bytes that gave back. */
  collect(folder: string, now: number, isUsed: (hash: string) => boolean): number;
}

export interface BlobOptions {
  /** The disk is full: gives back what was kept for this. False when there was nothing. */
  makeRoom?(): boolean;
}

export function openBlobs(dataDir: string, { makeRoom = () => false }: BlobOptions = {}): Blobs {
  const root = join(dataDir, 'blobs');
  const fileOf = (hash: string): string => join(root, hash.slice(0, 2), hash);

  function write(file: string, bytes: Buffer): void {
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      const descriptor = openSync(temporary, 'w', 0o600);
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(temporary, file);
    } catch (error) {
      rmSync(temporary, { force: true });
      if (isFull(error) && makeRoom()) return write(file, bytes);
      throw error;
    }
  }

  return {
    put(text) {
      const bytes = Buffer.from(text, 'utf8');
      const hash = createHash('sha256').update(bytes).digest('hex');
      const file = fileOf(hash);
      if (existsSync(file)) {
        // Young again, so that it is not collected before its new row is written.
        utimesSync(file, new Date(), new Date());
        return hash;
      }
      const folder = join(root, hash.slice(0, 2));
      // Never the data folder itself: one that vanished must not be begun anew by an output.
      makeFolder(root);
      makeFolder(folder);
      write(file, bytes);
      syncFolder(folder);
      return hash;
    },
    get: (hash) => readFileSync(fileOf(hash), 'utf8'),
    has: (hash) => existsSync(fileOf(hash)),
    size: (hash) => statSync(fileOf(hash), { throwIfNoEntry: false })?.size ?? 0,
    folders: () => (existsSync(root) ? readdirSync(root) : []),
    collect(folder, now, isUsed) {
      let freed = 0;
      for (const name of readdirSync(join(root, folder))) {
        const file = join(root, folder, name);
        const { mtimeMs, size } = statSync(file);
        if (now - mtimeMs < YOUNG_MS || isUsed(name)) continue;
        rmSync(file);
        freed += size;
      }
      return freed;
    },
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

const isFull = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
