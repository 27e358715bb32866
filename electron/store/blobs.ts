import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Outputs larger than this lie in a file of their own, not in the database. */
export const INLINE_LIMIT_BYTES = 64 * 1024;

/** Content-addressed files for large outputs. What `put` has returned is on the disk. */
export interface Blobs {
  /** Writes `text` unless it is there, and returns its hash. Throws on a full disk. */
  put(text: string): string;
  get(hash: string): string;
  has(hash: string): boolean;
  /** Bytes; 0 when it is not there. */
  size(hash: string): number;
}

export function openBlobs(dataDir: string): Blobs {
  const root = join(dataDir, 'blobs');
  const fileOf = (hash: string): string => join(root, hash.slice(0, 2), hash);

  return {
    put(text) {
      const bytes = Buffer.from(text, 'utf8');
      const hash = createHash('sha256').update(bytes).digest('hex');
      const file = fileOf(hash);
      if (existsSync(file)) return hash;
      const folder = join(root, hash.slice(0, 2));
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const temporary = `${file}.${process.pid}.tmp`;
      const descriptor = openSync(temporary, 'w', 0o600);
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(temporary, file);
      syncFolder(folder);
      return hash;
    },
    get: (hash) => readFileSync(fileOf(hash), 'utf8'),
    has: (hash) => existsSync(fileOf(hash)),
    size: (hash) => statSync(fileOf(hash), { throwIfNoEntry: false })?.size ?? 0,
  };
}

/** A rename is on the disk only when its folder is. Windows cannot open folders, and needs no such step. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
