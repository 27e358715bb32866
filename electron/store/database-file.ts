import { join } from 'node:path';
import { backUpInSteps } from './back-up-in-steps.ts';
import { type Backup, listBackups, pruneBackups } from './backups.ts';
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
  /** What SQLite finds wrong; `deep` compares indexes with their tables as well. Blocks: the whole file is read. */
  findDamage(deep: boolean): readonly string[];
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

export function createDatabaseFile({ database, lastStop }: OpenedDatabase, dataDir: string): DatabaseFile {
  const backups = join(dataDir, 'backups');
  let lastBackup: Promise<unknown> = Promise.resolve();
  return {
    lastStop,
    space: () => measureSpace(database),
    settings: () => readSettings(database),
    findDamage: (deep) => findDamage(database, deep),
    releasePages: (pages) => releasePages(database, pages),
    emptyLog: () => emptyLog(database),
    backUp(label, at, { folder = backups, shouldStop } = {}) {
      // Two at once would take each other's unfinished copy for one that a crash has left.
      const made = lastBackup.then(() => backUpInSteps(database, { folder, at, label }, shouldStop));
      lastBackup = made.catch(() => {});
      return made;
    },
    backupsFolder: backups,
    backups: () => listBackups(backups),
    pruneBackups: (label, keep) => pruneBackups(backups, label, keep),
  };
}
