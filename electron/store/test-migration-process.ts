import { openDatabase } from './database.ts';
import { migrations } from './migrations/migrations.ts';
import { testStatements } from './test-migration.ts';

/** Migrates a data folder and kills itself: while the backup is made, before one of the statements, or right after the commit. */
const [, , dataDir = '', point = ''] = process.argv;
const [initial = ''] = migrations;

const die = (): void => void process.kill(process.pid, 'SIGKILL');

openDatabase(dataDir, {
  migrations: [
    initial,
    (database) => {
      for (const [index, statement] of testStatements.entries()) {
        if (point === String(index)) die();
        database.exec(statement);
      }
    },
  ],
  now: () => {
    // The time is asked for when the backup is about to be made.
    if (point === 'backup') die();
    return Date.now();
  },
});
die();
