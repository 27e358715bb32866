import { join } from 'node:path';
import type { ArchiveFormat } from '../../../shared/actions/archive/archive-fields.ts';
import { formatByteSize } from '../../../shared/actions/file/byte-size.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { isGitInternal, isWindowsDevice } from '../file/path-rules.ts';

/** One file or folder of an archive that has passed the checks. */
export interface ArchiveEntry {
  /** Relative, with `/`, without `.` and `..`. */
  readonly path: string;
  readonly type: 'file' | 'dir';
  /** Bytes, unpacked, as the archive declares them; the content is held to it. */
  readonly size: number;
  /** Permission bits; undefined: the archive does not say. */
  readonly mode: number | undefined;
  readonly mtime: Date;
}

/** Gets each entry in the archive's order, and its content, which it may leave unread. */
export type VisitEntry = (entry: ArchiveEntry, content: AsyncIterable<Uint8Array>) => Promise<void>;

export interface ReadOptions {
  readonly archive: string;
  readonly os: NodeJS.Platform;
  readonly signal: AbortSignal;
  readonly limits: EntryLimits;
}

const MAX_ENTRIES = 100_000;
const MAX_BYTES = 64 * 1024 ** 3;
/** Below this a high ratio harms nobody. */
const RATIO_FREE_BYTES = 100 * 1024 ** 2;
const MAX_RATIO = 200;

/** Counts what an archive unpacks to, by what it declares and by what really comes. Throws `ARCHIVE_TOO_LARGE`. */
export class EntryLimits {
  readonly #archive: string;
  readonly #maxBytes: number;
  #entries = 0;
  #declaredBytes = 0;
  #bytes = 0;

  constructor(archive: string, archiveBytes: number) {
    this.#archive = archive;
    this.#maxBytes = Math.min(MAX_BYTES, Math.max(RATIO_FREE_BYTES, archiveBytes * MAX_RATIO));
  }

  countEntry(declaredBytes: number): void {
    this.#entries += 1;
    this.#declaredBytes += declaredBytes;
    if (this.#entries > MAX_ENTRIES) throw this.#tooLarge(`it has more than ${MAX_ENTRIES} entries`);
    if (this.#declaredBytes > this.#maxBytes) throw this.#tooMuch();
  }

  countBytes(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#maxBytes) throw this.#tooMuch();
  }

  #tooMuch(): ActionError {
    return this.#tooLarge(`it unpacks to more than ${formatByteSize(this.#maxBytes)}, far more than its own size explains`);
  }

  #tooLarge(reason: string): ActionError {
    return new ActionError('ARCHIVE_TOO_LARGE', `Could not unpack ${this.#archive}: ${reason}`, {
      hint: 'If you trust it, unpack it with shell.run.',
    });
  }
}

/** The entry's path made plain; empty for the archive's own root. Throws `ARCHIVE_UNSAFE` for one that leads elsewhere. */
export function checkEntryPath(name: string, { archive, os }: Pick<ReadOptions, 'archive' | 'os'>): string {
  const problem = findProblem(name, os);
  if (problem !== undefined) throw unsafe(archive, name, problem);
  return name
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/');
}

export function joinEntry(folder: string, entryPath: string): string {
  return join(folder, ...entryPath.split('/'));
}

export function unsafe(archive: string, name: string, problem: string): ActionError {
  return new ActionError('ARCHIVE_UNSAFE', `Could not unpack ${archive}: its entry ${JSON.stringify(name)} ${problem}`, {
    hint: 'Nothing was unpacked. If you trust the archive, unpack it with shell.run.',
  });
}

/** For what the libraries report by message alone. */
export function damaged(archive: string, format: ArchiveFormat, cause: unknown): ActionError {
  const problem = cause instanceof Error ? cause.message : String(cause);
  return new ActionError('ARCHIVE_INVALID', `Could not unpack ${archive} as ${format}: ${problem}`, {
    hint: 'Check that it is complete and of this format; set format if its name misleads.',
    cause,
  });
}

function findProblem(name: string, os: NodeJS.Platform): string | undefined {
  const segments = name.split('/');
  if (name.includes('\0')) return 'has a NUL character in its name';
  if (name.includes('\\')) return 'has a backslash in its name';
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'has an absolute path';
  if (segments.includes('..')) return 'leads out of the folder';
  if (segments.some(isGitInternal)) return "belongs to git's own folder";
  if (os === 'win32' && segments.some((segment) => segment.includes(':') || isWindowsDevice(segment)))
    return 'names a device or data stream';
  return undefined;
}
