import { createHash } from 'node:crypto';
import { createReadStream, lstatSync, type Stats, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { FileEvent } from '../../../shared/triggers/file-change.ts';
import type { FileFact } from '../trigger-ports.ts';

/** Stands for a file that is there but was not looked at yet: it equals no fact. */
export const UNREAD: FileFact = { size: -1, mtimeMs: -1 };
/** All there is to know of a folder is that it is there, so this equals every folder. */
export const UNREAD_FOLDER: FileFact = { size: 0, mtimeMs: 0, directory: true };

export function isUnread(fact: FileFact | undefined): boolean {
  return fact === UNREAD || fact === UNREAD_FOLDER;
}

export interface FileLook {
  readonly fact: FileFact;
  /** When content, name or rights last changed. */
  readonly ctimeMs: number;
}

/** Undefined when there is nothing at the path, nothing that can be looked at, or no file, folder or link (pipes, sockets, devices). */
export function lookAt(path: string, followSymlinks: boolean): FileLook | undefined {
  const stats = readStats(path, followSymlinks);
  if (stats === undefined) return undefined;
  const { ino, ctimeMs } = stats;
  if (stats.isDirectory()) return { fact: { size: 0, mtimeMs: stats.mtimeMs, ino, directory: true }, ctimeMs };
  if (!stats.isFile() && !stats.isSymbolicLink()) return undefined;
  return { fact: { size: stats.size, mtimeMs: stats.mtimeMs, ino }, ctimeMs };
}

function readStats(path: string, followSymlinks: boolean): Stats | undefined {
  try {
    return (followSymlinks ? statSync : lstatSync)(path, { throwIfNoEntry: false });
  } catch (error) {
    // No right to look, a loop of links, a name too long: for a trigger it is not there.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** A folder's own time changes with its entries, so a folder that stays is the same. */
export function sameFact(a: FileFact | undefined, b: FileFact | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.directory || b.directory) return a.directory === b.directory;
  return a.size === b.size && a.mtimeMs === b.mtimeMs && (a.ino === undefined || b.ino === undefined || a.ino === b.ino);
}

/** What has happened to a path between two looks, however many steps it took; undefined: nothing. */
export function eventBetween(before: FileFact | undefined, after: FileFact | undefined): FileEvent | undefined {
  if (sameFact(before, after)) return undefined;
  if (after === undefined) return before?.directory ? 'unlinkDir' : 'unlink';
  if (after.directory) return 'addDir';
  return before === undefined || before.directory ? 'add' : 'change';
}

/** Hex. Rejects when the file cannot be read. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
