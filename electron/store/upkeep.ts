import type { Clock } from '../../shared/lib/clock.ts';
import { engineSettingsOf } from './engine-settings.ts';
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

type Job = 'prune' | 'check' | 'back up';

const LOOK_MS = 5000;
const PRUNE_MS = 3_600_000;
const BACKUP_MS = 86_400_000;
const CHECK_MS = 7 * 86_400_000;
/** The label of the backups that are made by themselves. */
const DAILY = 'daily';
/** The setting that holds when the whole database was checked last. */
const CHECKED_AT = 'checkedAt';
/** Work that waits for an idle moment waits no longer than this. */
const PATIENCE_MS = 6 * 3_600_000;

/**
 * Looks after the disk every few seconds. When no run is at work: prunes at the start and every hour, backs up every day (as many as
 * the settings say are kept), and checks the whole database every week, once there is room for a copy of it; what that finds is a fault.
 */
export function startUpkeep({ store, logs, clock, onRoom, onFault }: UpkeepOptions): Upkeep {
  const startedAt = clock.now();
  const triedAt = new Map<Job, number>();
  let timer: number | undefined;
  let closed = false;
  let working: Promise<void> = Promise.resolve();
  let wasLow = false;

  /** A clock that was set back must not put anything off. */
  function isYoung(at: number | undefined, ageMs: number): boolean {
    return at !== undefined && clock.now() >= at && clock.now() - at < ageMs;
  }

  /** Does what was done last at `last`, if it is time for it. What fails is told, and tried again in an hour. */
  async function periodically(job: Job, last: number | undefined, everyMs: number, work: () => void | Promise<void>): Promise<void> {
    if (closed || isYoung(last, everyMs) || isYoung(triedAt.get(job), PRUNE_MS)) return;
    const isLate = clock.now() - (last ?? startedAt) > everyMs + PATIENCE_MS;
    if (store.runs.countRunning() > 0 && !isLate) return;
    triedAt.set(job, clock.now());
    await attempt(work);
  }

  async function attempt(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // The fault that has ended all writing is told by itself.
      if (store.poisoned === undefined) onFault(error);
    }
  }

  async function lookAfterDisk(): Promise<void> {
    if (!store.disk.isInPlace()) return store.poison(new Error(`the database in ${store.dataDir} was moved or removed`));
    const low = store.disk.isLow();
    if (wasLow && !low) onRoom();
    wasLow = low;
    if (!low) await store.disk.restoreBallast();
  }

  async function backUp(): Promise<void> {
    const made = await store.file.backUp(DAILY, clock.now(), { shouldStop: () => closed }).catch((error: unknown) => {
      // The next engine makes one.
      if (!closed) throw error;
    });
    if (made === undefined) return;
    store.file.pruneBackups(DAILY, engineSettingsOf(store).backupsKept);
  }

  async function check(): Promise<void> {
    const damage = await store.file.check({ deep: true, shouldStop: () => closed }).catch((error: unknown) => {
      // The next engine does it.
      if (!closed) throw error;
    });
    if (damage === undefined) return;
    await store.write(() => store.settings.put(CHECKED_AT, clock.now()));
    if (damage.length > 0) throw new Error(`The database is damaged: ${damage.slice(0, 3).join('; ')}. Run: pawl doctor`);
  }

  async function work(): Promise<void> {
    await attempt(lookAfterDisk);
    if (store.poisoned !== undefined) return;
    await periodically(
      'prune',
      triedAt.get('prune'),
      PRUNE_MS,
      async () => void (await pruneStore({ store, logs, clock, shouldStop: () => closed })),
    );
    const checkedAt = store.settings.get(CHECKED_AT);
    if (!wasLow) await periodically('check', typeof checkedAt === 'number' ? checkedAt : undefined, CHECK_MS, check);
    const lastBackup = store.file.backups().find((backup) => backup.label === DAILY);
    if (!wasLow) await periodically('back up', lastBackup?.at, BACKUP_MS, backUp);
  }

  function wait(): void {
    timer = clock.setTimeout(() => {
      working = attempt(work).then(() => {
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
