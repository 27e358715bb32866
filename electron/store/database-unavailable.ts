/** Why the data folder cannot be used. `gone`: it was there, and is there no more. */
export type DatabaseProblem = 'in_use' | 'foreign' | 'from_the_future' | 'damaged' | 'gone' | 'unusable';

/** The message says what is wrong with which file, and what to do about it. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly code = 'DATABASE_UNAVAILABLE';
  readonly problem: DatabaseProblem;
  constructor(problem: DatabaseProblem, message: string, cause?: unknown) {
    super(message, { cause });
    this.problem = problem;
  }
}

export function damaged(file: string, what: string, cause?: unknown): DatabaseUnavailable {
  return new DatabaseUnavailable(
    'damaged',
    `${file} is damaged: ${what}. It is left as it is. \`pawl doctor\` tells what can be done, \`pawl rescue <folder>\` saves what can be read.`,
    cause,
  );
}

/** Anything thrown while the database was opened, as what the person is told. */
export function toUnavailable(error: unknown, file: string): DatabaseUnavailable {
  if (error instanceof DatabaseUnavailable) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_BUSY')) {
    return new DatabaseUnavailable('in_use', `${file} is in use by another engine on this data folder.`, error);
  }
  const why = error instanceof Error ? error.message : String(error);
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) return damaged(file, why, error);
  return new DatabaseUnavailable(
    'unusable',
    `The data folder cannot be used (${file}): ${why}. Check that it exists, is writable, has free space and is on a local disk.`,
    error,
  );
}
