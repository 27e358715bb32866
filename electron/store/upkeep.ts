import type { Clock } from '../../shared/lib/clock.ts';
import { pruneStore } from './prune-store.ts';
import type { StepLogs } from './step-logs.ts';
import type { Store } from './store.ts';

export interface UpkeepOptions {
  readonly store: Store;
  readonly logs: StepLogs;
  readonly clock: Clock;
  /** There is room on the disk again: what was refused can be tried once more. */
  onRoom(): void;
  onFault(error: unknown): void;
}

/** What a data folder needs from time to time, while an engine serves it. */
export interface Upkeep {
  /** Resolves when what is under way has ended. */
  close(): Promise<void>;
}

const LOOK_MS = 5000;
const PRUNE_MS = 3_600_000;
const BACKUP_MS = 86_400_000;
const DAILY_KEPT = 7;
/** The label of the backups that are made by themselves. */
const DAILY = 'daily';
/** Work that waits for an idle moment waits no longer than this. */
const PATIENCE_MS = 6 * 3_600_000;

/**
 * Looks after the disk every few seconds; prunes at the start and every hour, and backs up every day (the last seven are kept), when no run
 * is at work.
 */
export function startUpkeep({ store, logs, clock, onRoom, onFault }: UpkeepOptions): Upkeep {
  const startedAt = clock.now();
  let timer: number | undefined;
  let closed = false;
  let working: Promise<void> = Promise.resolve();
  let prunedAt: number | undefined;
  let wasLow = false;

  function isDue(last: number | undefined, everyMs: number): boolean {
    const age = clock.now() - (last ?? startedAt);
    // A clock that was set back must not put it off.
    if (last !== undefined && age >= 0 && age < everyMs) return false;
    return store.runs.countRunning() === 0 || age > everyMs + PATIENCE_MS;
  }

  async function lookAfterDisk(): Promise<void> {
    if (!store.disk.isInPlace()) return store.poison(new Error(`the database in ${store.dataDir} was moved or removed`));
    const low = store.disk.isLow();
    if (wasLow && !low) onRoom();
    wasLow = low;
    if (!low) await store.disk.restoreBallast();
  }

  async function work(): Promise<void> {
    await lookAfterDisk();
    if (closed) return;
    if (isDue(prunedAt, PRUNE_MS)) {
      await pruneStore({ store, logs, clock, shouldStop: () => closed });
      prunedAt = clock.now();
    }
    const lastBackup = store.file.backups().find((backup) => backup.label === DAILY);
    if (!closed && !wasLow && isDue(lastBackup?.at, BACKUP_MS)) {
      store.file.backUp(DAILY, clock.now());
      store.file.pruneBackups(DAILY, DAILY_KEPT);
    }
  }

  function wait(): void {
    timer = clock.setTimeout(() => {
      working = work()
        .catch((error: unknown) => {
          // The fault that has ended all writing is told by itself.
          if (store.poisoned === undefined) onFault(error);
        })
        .finally(() => {
          if (!closed && store.poisoned === undefined) wait();
        });
    }, LOOK_MS);
  }

  wait();
  return {
    async close() {
      closed = true;
      if (timer !== undefined) clock.clearTimeout(timer);
      await working;
    },
  };
}
