import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { attempting } from './file-errors.ts';
import type { FileScope } from './file-scope.ts';
import { hashFile } from './hash-file.ts';
import { type OpenFile, withFileAt, withFileInsideRoots } from './open-inside-roots.ts';
import { withPinnedFolder } from './pinned-folder.ts';
import { type Place, withPlace } from './place.ts';
import { statEntry, walkFolder } from './walk-folder.ts';

/** What stood at a path, small enough for an intent. null: nothing. */
export const fingerprintSchema = z
  .union([
    z.object({ type: z.literal('file'), size: z.number(), hash: z.string() }),
    z.object({ type: z.literal('dir'), files: z.number(), bytes: z.number(), hash: z.string() }),
    z.object({ type: z.enum(['link', 'other']) }),
  ])
  .nullable();

export type Fingerprint = z.output<typeof fingerprintSchema>;

/** Above this a file is known by size and time instead of by its bytes, so that an intent never takes minutes. */
const MAX_HASHED_BYTES = 64 * 1024 * 1024;

export async function takeFingerprint(path: string, scope: FileScope, signal: AbortSignal): Promise<Fingerprint> {
  const isRoot = scope.roots.includes(path);
  const found = isRoot ? { stats: await statAt(path, scope) } : await inFolder(path, scope, (place) => lookAt(place, scope, signal));
  if (found?.stats === undefined) return null;
  const { stats } = found;
  if (stats.isDirectory()) return fingerprintFolder(path, scope, signal);
  if (!stats.isFile()) return { type: stats.isSymbolicLink() ? 'link' : 'other' };
  if (stats.size > MAX_HASHED_BYTES) return { type: 'file', size: stats.size, hash: `mtime:${wholeMtimeMs(stats)}` };
  return 'bytes' in found ? found.bytes : withFileInsideRoots(path, scope, (file) => fingerprintBytes(file, signal));
}

/** A file that is to be hashed is, while its folder is open. */
async function lookAt(place: Place, scope: FileScope, signal: AbortSignal) {
  const stats = await statEntry(place);
  if (stats?.isFile() !== true || stats.size > MAX_HASHED_BYTES) return { stats };
  return { stats, bytes: await withFileAt(place, scope, (file) => fingerprintBytes(file, signal)) };
}

async function fingerprintBytes({ handle, stats: { size } }: OpenFile, signal: AbortSignal): Promise<Fingerprint> {
  return { type: 'file', size, hash: await hashFile(handle, signal, { end: size }) };
}

export function sameFingerprint(one: Fingerprint, other: Fingerprint): boolean {
  return isDeepStrictEqual(one, other);
}

/** Milliseconds. A copied time comes back a fraction off, because it passes through a floating-point number of seconds. */
export function wholeMtimeMs(stats: Stats): number {
  return Math.round(stats.mtimeMs);
}

/** Undefined when there is nothing of that name, also when its folder is missing. */
export async function statAt(path: string, scope: FileScope): Promise<Stats | undefined> {
  // A root has no folder around it that the step may open.
  if (scope.roots.includes(path)) return attempting('look at', path, () => stat(path));
  return inFolder(path, scope, statEntry);
}

async function inFolder<T>(path: string, scope: FileScope, look: (place: Place) => Promise<T>): Promise<T | undefined> {
  try {
    return await withPlace(path, scope, { purpose: 'read' }, look);
  } catch (thrown) {
    if (thrown instanceof ActionError && (thrown.code === 'FILE_NOT_FOUND' || thrown.code === 'NOT_A_FOLDER')) return undefined;
    throw thrown;
  }
}

/** By names, sizes and times of the files: reading every byte of a tree before moving it would cost more than the move. */
async function fingerprintFolder(path: string, scope: FileScope, signal: AbortSignal): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let files = 0;
  let bytes = 0;
  await withPinnedFolder(path, scope, { purpose: 'read' }, async (folder) => {
    for await (const { relativePath, type, stats } of walkFolder(folder, { scope, signal })) {
      hash.update(JSON.stringify(type === 'file' ? [relativePath, stats.size, wholeMtimeMs(stats)] : [relativePath, type]));
      if (type !== 'file') continue;
      files += 1;
      bytes += stats.size;
    }
  });
  return { type: 'dir', files, bytes, hash: hash.digest('hex') };
}
