import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './connection.ts';
import { findDamage } from './integrity.ts';
import { makeFolder } from './make-folder.ts';
import { readOnly } from './read-only.ts';
import { syncFile, syncFolder } from './sync.ts';

export interface BackupOptions {
  /** Absolute; made when it is not there. */
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What the backup was made for; part of its name. */
  readonly label: string;
}

export interface Backup {
  readonly file: string;
  readonly label: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly bytes: number;
}

const NAME = /^pawl-(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2})Z-(.+)\.db$/;
const UNFINISHED = /\.db\.part(?:-\w+)?$/;

/**
 * Writes a copy of the whole database (`VACUUM INTO`: never a copy of the file, which may be in the middle of a checkpoint), opens it again
 * and checks it. The file has its name only once it is whole and on the disk. Throws when the copy does not stand the check.
 */
export function backUp(database: Database, options: BackupOptions): string {
  const { file, unfinished } = prepareBackup(options);
  try {
    database.prepare('VACUUM INTO ?').run(unfinished);
    refuseDamaged(
      unfinished,
      readOnly(unfinished, (copy) => findDamage(copy)),
    );
    syncFile(unfinished);
    renameSync(unfinished, file);
    syncFolder(options.folder);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  return file;
}

/** Makes the folder, and clears what a crash has left in it. `unfinished` is where the copy is made, `file` what it is called in the end. */
export function prepareBackup({ folder, at, label }: BackupOptions): { readonly file: string; readonly unfinished: string } {
  makeFolder(folder);
  for (const name of readdirSync(folder)) if (UNFINISHED.test(name)) rmSync(join(folder, name));
  const file = join(folder, `pawl-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z-${label}.db`);
  return { file, unfinished: `${file}.part` };
}

/** Throws with what `findDamage` has found in the copy. */
export function refuseDamaged(file: string, damage: readonly string[]): void {
  if (damage.length > 0) throw new Error(`The backup ${file} does not stand the check: ${damage.slice(0, 3).join('; ')}`);
}

/** Newest first. */
export function listBackups(folder: string): readonly Backup[] {
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder).flatMap((name): Backup[] => {
    const parts = NAME.exec(name);
    if (parts === null) return [];
    const [, date, minutes, seconds, label = ''] = parts;
    const file = join(folder, name);
    return [{ file, label, at: Date.parse(`${date}:${minutes}:${seconds}Z`), bytes: statSync(file).size }];
  });
  return found.sort((a, b) => b.at - a.at);
}

/** Removes the oldest backups with this label beyond `keep`. */
export function pruneBackups(folder: string, label: string, keep: number): void {
  const ours = listBackups(folder).filter((backup) => backup.label === label);
  for (const { file } of ours.slice(keep)) rmSync(file);
}
