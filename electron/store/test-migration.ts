import type { Migration } from './migrations/migrations.ts';

export const testStatements = [
  'CREATE TABLE added (a INTEGER NOT NULL) STRICT',
  `INSERT INTO workflows (id, name, working_directory, created_at, updated_at) VALUES ('1', 'added 1', '/', 1, 1)`,
  `INSERT INTO workflows (id, name, working_directory, created_at, updated_at) VALUES ('2', 'added 2', '/', 1, 1)`,
  'CREATE INDEX added_a ON added (a)',
  'INSERT INTO added (a) VALUES (1)',
];

export const testMigration: readonly Migration[] = [testStatements.join(';')];
