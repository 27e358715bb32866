import { createAttemptsTable } from './attempts-table.ts';
import { type Blobs, openBlobs } from './blobs.ts';
import { createCheckpointsTable } from './checkpoints-table.ts';
import { type CommitGroup, createCommitGroup } from './commit-group.ts';
import { type Database, openDatabase } from './database.ts';
import { createFileFactsTable } from './file-facts-table.ts';
import { createFiringsTable } from './firings-table.ts';
import { createRunEventsTable } from './run-events-table.ts';
import { createRunsTable } from './runs-table.ts';
import { createSettingsTable } from './settings-table.ts';
import { createStepCacheTable } from './step-cache-table.ts';
import { createStepsTable } from './steps-table.ts';
import { createTriggersTable } from './triggers-table.ts';
import { createWorkflowsTable } from './workflows-table.ts';

function createTables(database: Database) {
  return {
    workflows: createWorkflowsTable(database),
    runs: createRunsTable(database),
    steps: createStepsTable(database),
    attempts: createAttemptsTable(database),
    events: createRunEventsTable(database),
    checkpoints: createCheckpointsTable(database),
    triggers: createTriggersTable(database),
    firings: createFiringsTable(database),
    fileFacts: createFileFactsTable(database),
    stepCache: createStepCacheTable(database),
    settings: createSettingsTable(database),
  };
}

/** Everything that is kept. Reads are direct; every change goes through `write`, which groups and commits it. */
export type Store = ReturnType<typeof createTables> & {
  readonly write: CommitGroup['write'];
  readonly flush: CommitGroup['flush'];
  readonly blobs: Blobs;
  readonly dataDir: string;
  /** Grows by one each time an engine opens the data folder. */
  readonly epoch: number;
  /** Random, made once for the data folder: part of every idempotency key. */
  readonly installId: string;
  /** SQLite's own check; the lines it prints, `ok` when all is well. */
  checkIntegrity(): string[];
  close(): void;
};

export interface StoreOptions {
  readonly dataDir: string;
  /** Makes random ids. */
  readonly newId: () => string;
  /** A commit failed: nothing may be started until the data folder has been opened again. */
  readonly onPoisoned: (error: Error) => void;
}

/** Throws DatabaseUnavailable. */
export function openStore(options: StoreOptions): Store {
  const database = openDatabase(options.dataDir);
  const tables = createTables(database);
  const group = createCommitGroup(database, options.onPoisoned);
  const { epoch, installId } = database.transaction(() => {
    const next = Number(tables.settings.get('epoch') ?? 0) + 1;
    const known = tables.settings.get('installId');
    const id = typeof known === 'string' ? known : options.newId();
    tables.settings.put('epoch', next);
    tables.settings.put('installId', id);
    return { epoch: next, installId: id };
  })();

  return {
    ...tables,
    write: group.write,
    flush: group.flush,
    blobs: openBlobs(options.dataDir),
    dataDir: options.dataDir,
    epoch,
    installId,
    checkIntegrity: () => [
      ...(database.pragma('quick_check') as { quick_check: string }[]).map((row) => row.quick_check),
      ...(database.pragma('foreign_key_check') as { table: string }[]).map((row) => `foreign key of ${row.table}`),
    ],
    close() {
      group.flush();
      database.close();
    },
  };
}
