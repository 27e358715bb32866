import { join } from 'node:path';
import { backUpInSteps } from './back-up-in-steps.ts';
import { type Backup, listBackups, pruneBackups } from './backups.ts';
import { checkInSteps } from './check-in-steps.ts';
import type { LastStop } from './clean-stop.ts';
import type { OpenedDatabase } from './database.ts';
import { findDamage } from './integrity.ts';
import { emptyLog, measureSpace, readSettings, releasePages, type Space } from './space.ts';

/** The file itself: what it takes, how it stands, and copies of it. */
export interface DatabaseFile {
  /** How the engine before this one left it. */
  readonly lastStop: LastStop;
  space(): Space;
  /** As SQLite reads them back. */
  settings(): Readonly<Record<string, string | number>>;
  /**
   * What SQLite finds wrong; `deep` compares indexes with their tables as well. The engine works on meanwhile, for which a copy is made and
   * removed. Where there is no room for one: `mayBlock` reads the file itself, otherwise undefined. `shouldStop` ends it early, with an error.
   */
  check(options: CheckOptions & { readonly mayBlock: true }): Promise<readonly string[]>;
  check(options: CheckOptions): Promise<readonly string[] | undefined>;
  /** Gives up to so many free pages back to the file system. Returns whether there are more. */
  releasePages(pages: number): boolean;
  /** Not inside of a write, as the two below. */
  emptyLog(): void;
  /** A checked copy; its path. The folder is that of the backups unless one is named. `shouldStop` ends it early, with an error. */
  backUp(label: string, at: number, options?: { readonly folder?: string | undefined; shouldStop?(): boolean }): Promise<string>;
  /** Absolute; there once a backup has been made. */
  readonly backupsFolder: string;
  /** Newest first. */
  backups(): readonly Backup[];
  /** Removes the oldest backups with this label beyond `keep`. */
  pruneBackups(label: string, keep: number): void;
}

export interface CheckOptions {
  readonly deep: boolean;
  readonly mayBlock?: boolean;
  shouldStop?(): boolean;
}

/** Read through in less time than a copy is made. */
const SMALL_BYTES = 4 * 1024 * 1024;

export function createDatabaseFile({ database, lastStop }: OpenedDatabase, dataDir: string, freeBytes: () => number): DatabaseFile {
  const backups = join(dataDir, 'backups');
  let lastCopy: Promise<unknown> = Promise.resolve();

  /** Two at once would take each other's unfinished copy for one that a crash has left. */
  function inTurn<T>(copy: () => Promise<T>): Promise<T> {
    const made = lastCopy.then(copy);
    lastCopy = made.catch(() => {});
    return made;
  }

  async function check(options: CheckOptions & { readonly mayBlock: true }): Promise<readonly string[]>;
  async function check(options: CheckOptions): Promise<readonly string[] | undefined>;
  async function check({ deep, mayBlock = false, shouldStop }: CheckOptions): Promise<readonly string[] | undefined> {
    const { databaseBytes, logBytes } = measureSpace(database);
    const bytes = databaseBytes + logBytes;
    if (bytes > SMALL_BYTES && freeBytes() > 2 * bytes) return inTurn(() => checkInSteps(database, backups, { deep, shouldStop }));
    return bytes <= SMALL_BYTES || mayBlock ? findDamage(database, deep) : undefined;
  }

  return {
    lastStop,
    space: () => measureSpace(database),
    settings: () => readSettings(database),
    check,
    releasePages: (pages) => releasePages(database, pages),
    emptyLog: () => emptyLog(database),
    backUp(label, at, { folder = backups, shouldStop } = {}) {
      return inTurn(() => backUpInSteps(database, { folder, at, label }, shouldStop));
    },
    backupsFolder: backups,
    backups: () => listBackups(backups),
    pruneBackups: (label, keep) => pruneBackups(backups, label, keep),
  };
}
