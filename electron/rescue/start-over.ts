import { join } from 'node:path';
import { ActionError } from '../../shared/lib/action-error.ts';
import { listBackups } from '../store/backups.ts';
import { identify } from '../store/file-identity.ts';
import { findDamage } from '../store/integrity.ts';
import { migrations } from '../store/migrations/migrations.ts';
import { readOnly } from '../store/read-only.ts';
import { restoreBackup, setAside } from '../store/set-aside.ts';
import { takeLock } from './export-salvage.ts';

/** Moves a database that cannot be used aside, so that the next start makes a new one. Returns where it lies. Throws ActionError `NOT_DAMAGED`. */
export function startOver(dataDir: string, at: number): string {
  return alone(dataDir, (file) => {
    if (isSound(dataDir, file)) {
      throw new ActionError('NOT_DAMAGED', `${file} is sound: there is no need to start over.`, {
        hint: 'To begin anew all the same, choose another data folder with --home.',
      });
    }
    return setAside(dataDir, at);
  });
}

/** Puts a backup, the newest unless one is named, in the place of the database, which is moved aside. Throws ActionError `NO_BACKUP`. */
export function restore(dataDir: string, at: number, backup?: string): { readonly backup: string; readonly aside: string } {
  return alone(dataDir, () => {
    const chosen = backup ?? listBackups(join(dataDir, 'backups'))[0]?.file;
    if (chosen === undefined) throw new ActionError('NO_BACKUP', `There are no backups in ${join(dataDir, 'backups')}.`);
    return { backup: chosen, aside: restoreBackup(dataDir, chosen, at) };
  });
}

function alone<T>(dataDir: string, work: (file: string) => T): T {
  const file = join(dataDir, 'pawl.db');
  const lock = takeLock(dataDir, file);
  try {
    return work(file);
  } finally {
    lock.release();
  }
}

function isSound(dataDir: string, file: string): boolean {
  try {
    return identify(dataDir, migrations.length) === 'new' || readOnly(file, (database) => findDamage(database, true)).length === 0;
  } catch (error) {
    // A newer Pawl's database is not damaged, and everything else that is thrown here is what makes it unusable.
    return error instanceof Error && 'problem' in error && error.problem === 'from_the_future';
  }
}
