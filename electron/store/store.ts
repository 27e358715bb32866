import { join } from 'node:path';
import { ActionError } from '../../shared/lib/action-error.ts';
import { createAgentTurnsTable } from './agent-turns-table.ts';
import { createAgentsTable } from './agents-table.ts';
import { createAttemptsTable } from './attempts-table.ts';
import { type Blobs, openBlobs } from './blobs.ts';
import { createChatTable } from './chat-table.ts';
import { createCheckpointsTable } from './checkpoints-table.ts';
import { markRunning, markStopped } from './clean-stop.ts';
import { type CommitGroup, createCommitGroup } from './commit-group.ts';
import { type Database, openDatabase } from './database.ts';
import { createDatabaseFile, type DatabaseFile } from './database-file.ts';
import { toUnavailable } from './database-unavailable.ts';
import { type Disk, type DiskLimits, watchDisk } from './disk.ts';
import { createDraftsTable } from './drafts-table.ts';
import { createFileFactsTable } from './file-facts-table.ts';
import { createFiringsTable } from './firings-table.ts';
import { createGivenResultsTable } from './given-results-table.ts';
import { growLog } from './grow-log.ts';
import { createInboxTable } from './inbox-table.ts';
import { findDamage } from './integrity.ts';
import { createMemoryTable } from './memory-table.ts';
import { createModelCallsTable } from './model-calls-table.ts';
import { createModelOverridesTable } from './model-overrides-table.ts';
import { createModelProvidersTable } from './model-providers-table.ts';
import { createModelStatsTable } from './model-stats-table.ts';
import { createPinsTable } from './pins-table.ts';
import { createPruning } from './pruning.ts';
import { createPublishedEventsTable } from './published-events-table.ts';
import { createRunEventsTable } from './run-events-table.ts';
import { createRunsTable } from './runs-table.ts';
import { createSettingsTable } from './settings-table.ts';
import { createStatsTable } from './stats-table.ts';
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
    published: createPublishedEventsTable(database),
    inbox: createInboxTable(database),
    triggers: createTriggersTable(database),
    firings: createFiringsTable(database),
    fileFacts: createFileFactsTable(database),
    stepCache: createStepCacheTable(database),
    givenResults: createGivenResultsTable(database),
    pins: createPinsTable(database),
    drafts: createDraftsTable(database),
    agents: createAgentsTable(database),
    agentTurns: createAgentTurnsTable(database),
    memory: createMemoryTable(database),
    chat: createChatTable(database),
    modelProviders: createModelProvidersTable(database),
    settings: createSettingsTable(database),
    stats: createStatsTable(database),
    modelCalls: createModelCallsTable(database),
    modelStats: createModelStatsTable(database),
    modelOverrides: createModelOverridesTable(database),
    pruning: createPruning(database),
  };
}

/** Everything that is kept. Reads are direct; every change goes through `write`, which groups and commits it. */
export type Store = ReturnType<typeof createTables> & {
  readonly write: CommitGroup['write'];
  readonly flush: CommitGroup['flush'];
  /** Nothing is written any more: for whoever learns that the disk is not to be trusted. */
  readonly poison: CommitGroup['poison'];
  /** Set when nothing is written any more. */
  readonly poisoned: Error | undefined;
  readonly blobs: Blobs;
  readonly disk: Disk;
  readonly file: DatabaseFile;
  readonly dataDir: string;
  /** Grows by one each time an engine opens the data folder. */
  readonly epoch: number;
  /** Random, made once for the data folder: part of every idempotency key. */
  readonly installId: string;
  /** To be asked before anything new is accepted. Throws ActionError `DISK_LOW` or `DATA_FOLDER_GONE`. */
  requireRoom(): void;
  /** SQLite's own check of the whole file: what it finds wrong. */
  checkIntegrity(): readonly string[];
  close(): void;
};

export interface StoreOptions {
  readonly dataDir: string;
  /** False: a data folder that vanished is not begun anew. Default true. */
  readonly create?: boolean;
  readonly limits?: DiskLimits;
  /** For an engine that lives long: its log gets its full length at once, so that each commit costs less. */
  readonly longLog?: boolean;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Makes random ids. */
  readonly newId: () => string;
  /** A commit failed: nothing may be started until the data folder has been opened again. */
  readonly onPoisoned: (error: Error) => void;
}

/** Throws DatabaseUnavailable. */
export function openStore(options: StoreOptions): Store {
  const { dataDir, create = true, limits = {}, longLog = false, now = Date.now, newId, onPoisoned } = options;
  const opened = openDatabase(dataDir, { create, now });
  const { database } = opened;
  try {
    const tables = createTables(database);
    const disk = watchDisk(dataDir, limits, now);
    const makeRoom = (): boolean => disk.freeBallast();
    const group = createCommitGroup(database, { onPoisoned, makeRoom });
    const identity = beginEpoch(database, tables, newId);
    if (longLog && !disk.isLow()) growLog(join(dataDir, 'pawl.db-wal'));

    return {
      ...tables,
      ...identity,
      write: group.write,
      flush: group.flush,
      poison: group.poison,
      get poisoned() {
        return group.poisoned;
      },
      blobs: openBlobs(dataDir, { makeRoom }),
      disk,
      file: createDatabaseFile(opened, dataDir, () => disk.freeBytes()),
      dataDir,
      requireRoom() {
        if (!disk.isInPlace()) {
          const message = `${join(dataDir, 'pawl.db')} was moved or removed while it was in use`;
          group.poison(new Error(message));
          throw new ActionError('DATA_FOLDER_GONE', message, {
            kind: 'needs_person',
            hint: 'Bring the data folder back, or start Pawl again.',
          });
        }
        disk.requireRoom();
      },
      checkIntegrity: () => findDamage(database),
      close() {
        try {
          group.flush();
          // Without the mark, the next start checks the whole file.
          if (group.poisoned === undefined && disk.isInPlace()) markStopped(database, now());
        } finally {
          opened.close();
        }
      },
    };
  } catch (error) {
    opened.close();
    throw toUnavailable(error, join(dataDir, 'pawl.db'));
  }
}

function beginEpoch(database: Database, { settings }: ReturnType<typeof createTables>, newId: () => string) {
  return database.transaction(() => {
    const epoch = Number(settings.get('epoch') ?? 0) + 1;
    const known = settings.get('installId');
    const installId = typeof known === 'string' ? known : newId();
    settings.put('epoch', epoch);
    settings.put('installId', installId);
    markRunning(database);
    return { epoch, installId };
  })();
}
