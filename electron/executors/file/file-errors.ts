import { ActionError, type ErrorKind } from '../../../shared/lib/action-error.ts';

interface Meaning {
  readonly code: string;
  readonly problem: string;
  readonly hint: string;
  readonly kind?: ErrorKind;
}

const NO_ACCESS: Meaning = {
  code: 'PERMISSION_DENIED',
  problem: 'the system does not permit it',
  hint: 'Check who owns it and its permissions, and that no other program holds it.',
};

// A full disk needs a person: space rarely comes back by itself, and each retry would fill it again.
const NO_SPACE: Meaning = {
  code: 'DISK_FULL',
  problem: 'there is no room left',
  kind: 'needs_person',
  hint: 'Free some space or raise the quota or size limit, then retry the step. What was there before is unchanged.',
};

const NO_DESCRIPTORS: Meaning = {
  code: 'TOO_MANY_OPEN_FILES',
  problem: 'too many files are open',
  kind: 'retryable',
  hint: 'Run fewer steps at once, or raise the limit of open files.',
};

const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOENT: { code: 'FILE_NOT_FOUND', problem: 'it does not exist', hint: 'Check the path; it is relative to the working directory.' },
  ENOTDIR: { code: 'NOT_A_FOLDER', problem: 'a part of the path is no folder', hint: 'Check the path.' },
  EISDIR: { code: 'IS_A_DIRECTORY', problem: 'it is a folder', hint: 'Name a file, or use an action that takes folders.' },
  EEXIST: { code: 'FILE_EXISTS', problem: 'it exists already', hint: 'Choose another name, or say that it may be replaced.' },
  ENOTEMPTY: { code: 'FOLDER_NOT_EMPTY', problem: 'the folder is not empty', hint: 'Empty it first, or choose another name.' },
  EACCES: NO_ACCESS,
  EPERM: NO_ACCESS,
  EROFS: { code: 'READ_ONLY', problem: 'the disk is read-only', hint: 'Choose a place that can be written.' },
  ENOSPC: NO_SPACE,
  EDQUOT: NO_SPACE,
  EFBIG: NO_SPACE,
  ENAMETOOLONG: { code: 'NAME_TOO_LONG', problem: 'the name is too long', hint: 'Use a shorter name; most disks take 255 bytes.' },
  ELOOP: { code: 'TOO_MANY_LINKS', problem: 'links lead round in a circle', hint: 'Name the file itself instead of the link.' },
  ENXIO: { code: 'NOT_A_FILE', problem: 'it is no regular file', hint: 'Name a regular file.' },
  EBUSY: { code: 'FILE_BUSY', problem: 'another program is using it', kind: 'retryable', hint: 'Close that program, or retry later.' },
  ETXTBSY: { code: 'FILE_BUSY', problem: 'it is a running program', kind: 'retryable', hint: 'Stop that program first.' },
  EMFILE: NO_DESCRIPTORS,
  ENFILE: NO_DESCRIPTORS,
};

/** Runs one file operation; what the system refuses comes out as an ActionError that names `what` (such as "read") and `path`. */
export async function attempting<T>(what: string, path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (thrown) {
    throw toFileError(thrown, what, path);
  }
}

/** Anything that is no system error passes unchanged: an ActionError says more already, the rest is our bug. */
function toFileError(thrown: unknown, what: string, path: string): unknown {
  const errno = errnoOf(thrown);
  return errno === undefined || thrown instanceof ActionError ? thrown : fileError(errno, what, path, thrown);
}

/** The error for an errno such as `ENOENT`, also where we find out ourselves what the system would have said. */
export function fileError(errno: string, what: string, path: string, cause?: unknown): ActionError {
  const meaning = MEANINGS[errno] ?? {
    code: 'IO_ERROR',
    problem: `the system answered ${errno}`,
    kind: 'needs_person',
    hint: 'Check the disk and its connection, then retry the step.',
  };
  return new ActionError(meaning.code, `Could not ${what} ${path}: ${meaning.problem}`, {
    kind: meaning.kind ?? 'fatal',
    hint: meaning.hint,
    details: { errno, path },
    cause,
  });
}

/** `ENOENT` and the like; undefined for anything that did not come from the system. */
export function errnoOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('syscall' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

export function isMissing(thrown: unknown): boolean {
  const errno = errnoOf(thrown);
  return errno === 'ENOENT' || errno === 'ENOTDIR';
}
