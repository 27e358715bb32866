import type { Clock } from '../../shared/lib/clock.ts';
import { terminalRunStatuses } from '../../shared/run/status.ts';
import { engineSettingsOf } from './engine-settings.ts';
import type { RunTree } from './pruning.ts';
import { retentionOf } from './retention.ts';
import type { StepLogs } from './step-logs.ts';
import type { Store } from './store.ts';

export interface Pruned {
  readonly runs: number;
  /** Rows of the trigger journal. */
  readonly firings: number;
  /** Given back to the file system: by the database, and by blobs that nothing refers to. */
  readonly databaseBytes: number;
  readonly blobBytes: number;
}

export interface PruneOptions {
  readonly store: Store;
  readonly logs: StepLogs;
  readonly clock: Pick<Clock, 'now'>;
  /** Asked between two transactions: true ends the work early; the rest is for the next time. */
  readonly shouldStop?: () => boolean;
}

const DAY_MS = 86_400_000;
/** Rows deleted in one transaction, about: the engine answers nobody meanwhile. */
const ROWS_AT_ONCE = 1000;
const ROWS_OF_A_KIND = 500;
const PAGES_AT_ONCE = 200;

/**
 * Deletes what retention gives up, with everything that belongs to it, and gives the space back. In small transactions, and others have
 * their turn between them.
 */
export async function pruneStore(options: PruneOptions): Promise<Pruned> {
  const { store, clock, shouldStop = () => false } = options;
  const spaceBefore = store.file.space();
  const runs = await pruneRuns(options, shouldStop);
  const removed = (remove: () => number): Promise<number> => removeInSteps(store, remove, shouldStop);
  const now = clock.now();
  /** What tells of the past beside the runs gets as old as the journal. */
  const before = now - engineSettingsOf(store).retention.journalDays * DAY_MS;
  const firings = await removed(() => store.pruning.removeFirings(before, ROWS_OF_A_KIND));
  await removed(() => store.published.prune(before, ROWS_OF_A_KIND));
  await removed(() => store.modelCalls.prune(before, ROWS_OF_A_KIND));
  await removed(() => store.memory.pruneChanges(before, ROWS_OF_A_KIND));
  await removed(() => store.memory.removeExpired(now, ROWS_OF_A_KIND));
  await store.write(() => store.stepCache.prune(now));
  await store.write(() => store.pruning.removeTestedVersions(clock.now() - DAY_MS));
  const blobBytes = await collectBlobs(store, clock.now(), shouldStop);
  await releaseSpace(store, shouldStop);
  const after = store.file.space();
  return { runs, firings, databaseBytes: Math.max(0, spaceBefore.databaseBytes - after.databaseBytes), blobBytes };
}

async function pruneRuns(options: PruneOptions, shouldStop: () => boolean): Promise<number> {
  const { store, logs, clock } = options;
  const { retention } = engineSettingsOf(store);
  let count = 0;
  for (const workflowKey of store.pruning.workflowKeys()) {
    const workflow = store.workflows.byKey(workflowKey);
    const version = workflow === undefined ? undefined : store.workflows.version(workflow.versionKey);
    for (const status of terminalRunStatuses) {
      const { keep, days } = retentionOf(status, version?.document.settings?.retention, retention);
      const rule = { workflowKey, status, keep, endedBefore: clock.now() - days * DAY_MS };
      for (let after = 0; !shouldStop(); ) {
        const keys = store.pruning.find(rule, after);
        const last = keys.at(-1);
        if (last === undefined) break;
        after = last;
        count += await removeRuns(store, logs, keys);
      }
    }
  }
  return count;
}

async function removeRuns(store: Store, logs: StepLogs, keys: readonly number[]): Promise<number> {
  let count = 0;
  let batch: RunTree[] = [];
  let rows = 0;
  async function removeBatch(): Promise<void> {
    const trees = batch;
    batch = [];
    rows = 0;
    // Before the rows: what a crash leaves between the two is a run without its log, and the next time finds it again.
    for (const id of trees.flatMap((tree) => tree.ids)) logs.remove(id);
    await store.write(() => {
      for (const tree of trees) store.pruning.remove(tree);
    });
    count += trees.reduce((sum, tree) => sum + tree.keys.length, 0);
    await othersTurn();
  }
  for (const key of keys) {
    const tree = store.pruning.treeOf(key);
    if (tree === undefined) continue;
    batch.push(tree);
    rows += tree.events + tree.keys.length;
    if (rows >= ROWS_AT_ONCE) await removeBatch();
  }
  if (batch.length > 0) await removeBatch();
  return count;
}

/** They are kept as long as the journal: what a policy would have cost is asked of the last weeks. */
/** `remove` deletes some rows and says how many; it is asked until there are none left. */
async function removeInSteps(store: Store, remove: () => number, shouldStop: () => boolean): Promise<number> {
  let count = 0;
  for (let removed = 1; removed > 0 && !shouldStop(); ) {
    removed = await store.write(remove);
    count += removed;
    await othersTurn();
  }
  return count;
}

async function collectBlobs(store: Store, now: number, shouldStop: () => boolean): Promise<number> {
  let freed = 0;
  for (const folder of store.blobs.folders()) {
    if (shouldStop()) break;
    freed += store.blobs.collect(folder, now, store.pruning.usesBlob);
    await othersTurn();
  }
  return freed;
}

async function releaseSpace(store: Store, shouldStop: () => boolean): Promise<void> {
  while (!shouldStop() && (await store.write(() => store.file.releasePages(PAGES_AT_ONCE)))) await othersTurn();
  store.file.emptyLog();
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
