import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { refuseDamaged } from './backups.ts';
import { findDamage } from './integrity.ts';
import { readOnly } from './read-only.ts';
import { syncFile, syncFolder } from './sync.ts';

/** Renames the database with its log, so that the next start makes a new one. Returns the new name. Only under the data folder's lock. */
export function setAside(dataDir: string, at: number): string {
  const file = join(dataDir, 'pawl.db');
  const aside = `${file}.damaged-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  // The database first: a log without it is refused at the next start, while one without its log would be taken for whole.
  for (const suffix of ['', '-wal', '-shm', '-journal']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  syncFolder(dataDir);
  return aside;
}

/** As `setAside`, with a copy of a backup in the place of what was there. Throws when the backup does not stand the check; nothing is moved then. */
export function restoreBackup(dataDir: string, backup: string, at: number): string {
  const copy = join(dataDir, 'pawl.db.restored');
  try {
    copyFileSync(backup, copy);
    refuseDamaged(
      backup,
      readOnly(copy, (found) => findDamage(found)),
    );
    syncFile(copy);
    const aside = setAside(dataDir, at);
    renameSync(copy, join(dataDir, 'pawl.db'));
    syncFolder(dataDir);
    return aside;
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  }
}
