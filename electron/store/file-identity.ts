import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseUnavailable, damaged } from './database-unavailable.ts';
import { readLog } from './write-ahead-log.ts';

/** "PAWL" in ASCII: tells our files from other SQLite databases. */
export const APPLICATION_ID = 0x5041574c;

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
/** Offsets in page 1: "The Database Header" of the SQLite file format. */
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;
const CELL_COUNT_AT = 103;
const NEEDED_BYTES = 112;

/**
 * Looks at `pawl.db` and its log byte by byte, before SQLite touches them: what is refused stays as it was to the last byte. Only under the
 * data folder's lock. Throws DatabaseUnavailable `damaged`, `foreign` or `from_the_future`.
 */
export function identify(dataDir: string, knownFormat: number): 'new' | 'ours' {
  const file = join(dataDir, 'pawl.db');
  const page = readStart(file);
  const log = readLog(`${file}-wal`);
  if (page === undefined || page.length === 0) {
    if (log !== undefined) throw damaged(file, `it is ${page === undefined ? 'missing' : 'empty'}, but its log (-wal) is not`);
    if (page !== undefined && wasUsed(dataDir)) throw damaged(file, 'it is empty, but this data folder has been in use');
    return 'new';
  }
  if (page.length < NEEDED_BYTES || !page.subarray(0, MAGIC.length).equals(MAGIC))
    throw damaged(file, 'its header is not that of a database');
  if (log?.damage !== undefined) throw damaged(file, log.damage);
  const newest = log?.firstPage ?? page;
  const applicationId = newest.readUInt32BE(APPLICATION_ID_AT);
  const format = newest.readUInt32BE(USER_VERSION_AT);
  // What an engine leaves that was stopped before it had made its tables.
  if (applicationId === 0 && format === 0 && newest.readUInt16BE(CELL_COUNT_AT) === 0) return 'new';
  if (applicationId !== APPLICATION_ID) {
    throw new DatabaseUnavailable(
      'foreign',
      `${file} is a database of another program, or the mark that makes it ours is damaged. Move it away, or choose another data folder with --home; \`pawl rescue <folder>\` saves what is ours in it.`,
    );
  }
  if (format > knownFormat) {
    throw new DatabaseUnavailable(
      'from_the_future',
      `${file} was written by a newer version of Pawl (format ${format}; this one knows ${knownFormat}). Update Pawl; the file was not touched.`,
    );
  }
  return 'ours';
}

export function startsLikeDatabase(file: string): boolean {
  const page = readStart(file);
  return page !== undefined && isDatabase(page);
}

function isDatabase(page: Buffer): boolean {
  return page.length === NEEDED_BYTES && page.subarray(0, MAGIC.length).equals(MAGIC);
}

/** Undefined when there is no file. */
function readStart(file: string): Buffer | undefined {
  if (!existsSync(file)) return undefined;
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(NEEDED_BYTES, fstatSync(descriptor).size));
    readSync(descriptor, bytes, 0, bytes.length, 0);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

function wasUsed(dataDir: string): boolean {
  return ['backups', 'blobs', join('logs', 'runs')].some((name) => {
    const folder = join(dataDir, name);
    return existsSync(folder) && readdirSync(folder).length > 0;
  });
}
