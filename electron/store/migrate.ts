import { failpoint } from '../../shared/lib/failpoint.ts';
import { type BackupOptions, backUp, pruneBackups } from './backups.ts';
import type { Database } from './connection.ts';
import { APPLICATION_ID } from './file-identity.ts';
import type { Migration } from './migrations/migrations.ts';

/** Of the backups before one format. */
const KEPT = 3;

/**
 * Brings the tables to the newest format: each migration in one transaction with its number, so that a crash leaves the old format or the
 * new one. A database that holds something is backed up first; returns that backup's file.
 */
export function migrate(database: Database, migrations: readonly Migration[], backup: Omit<BackupOptions, 'label'>): string | undefined {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version >= migrations.length) return undefined;
  const saved = version === 0 ? undefined : saveFirst(database, { ...backup, label: `before-format-${migrations.length}` });
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue;
    database
      .transaction(() => {
        if (typeof migration === 'string') database.exec(migration);
        else migration(database);
        database.pragma(`user_version = ${index + 1}`);
        database.pragma(`application_id = ${APPLICATION_ID}`);
        failpoint('C13');
      })
      .exclusive();
  }
  return saved;
}

function saveFirst(database: Database, backup: BackupOptions): string {
  const file = backUp(database, backup);
  // A migration that fails at every start must not fill the disk.
  pruneBackups(backup.folder, backup.label, KEPT);
  return file;
}
