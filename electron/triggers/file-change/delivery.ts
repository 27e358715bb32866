import type { FileChangeConfig } from '../../../shared/triggers/file-change.ts';
import type { Verdict } from '../../../shared/triggers/journal.ts';
import type { ArmContext } from '../behaviour.ts';
import { createBreaker } from '../breaker.ts';
import { hashFile } from './file-fact.ts';
import { type FileChange, firingOf, snapshotChangeOf } from './firing-data.ts';
import type { HealthBoard } from './health-board.ts';
import type { Snapshot } from './snapshot.ts';
import { codeOf } from './walk.ts';

/** Journal rows asked for at once: they share a commit, and the loop turns between two chunks. */
const CHUNK = 64;

/**
 * Takes what changed to the journal, each change with its verdict, and moves the snapshot along with what was committed.
 * Rejects when the store does; what was not committed is still different from the snapshot then.
 */
export type Deliver = (changes: readonly FileChange[]) => Promise<void>;

export function createDelivery(context: ArmContext<FileChangeConfig>, snapshot: Snapshot, board: HealthBoard): Deliver {
  const { trigger, config, ports, clock } = context;
  const breaker = createBreaker(config.maxRunsPerMinute);
  const persists = config.missed === 'catch-up';

  const firing = (changes: readonly FileChange[]) => {
    const { cursor, ...rest } = firingOf(trigger.key, trigger.workingDirectory, changes, clock.now());
    return persists && cursor !== undefined ? { ...rest, cursor } : rest;
  };
  const moveOn = (changes: readonly FileChange[]) => {
    for (const change of changes) snapshot.apply(snapshotChangeOf(change));
  };

  /** Some may be committed when others fail: only those count as seen. */
  const commitEach = async (
    groups: readonly (readonly FileChange[])[],
    commit: (changes: readonly FileChange[]) => Promise<void>,
  ): Promise<void> => {
    const results = await Promise.allSettled(groups.map((changes) => commit(changes).then(() => moveOn(changes))));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };

  const advanceQuietly = async (changes: readonly FileChange[]): Promise<void> => {
    if (changes.length === 0) return;
    if (persists) await ports.advance(trigger.key, { files: changes.map(snapshotChangeOf) });
    moveOn(changes);
  };

  const noteEach = async (groups: readonly (readonly FileChange[])[], verdict: Verdict, reason: string): Promise<void> => {
    for (let start = 0; start < groups.length; start += CHUNK) {
      const chunk = groups.slice(start, start + CHUNK);
      await commitEach(chunk, (changes) => ports.note(firing(changes), verdict, reason));
    }
  };

  /** The changes that a run of this workflow did not make; the others are journaled. */
  const withoutOwnOutput = async (changes: readonly FileChange[]): Promise<FileChange[]> => {
    const writers = await Promise.all(changes.map((change) => ports.writtenByRun(trigger.workflowId, change.path, change.after ?? null)));
    const byRun = Map.groupBy(changes, (_change, index) => writers[index]);
    for (const [runId, own] of byRun) {
      if (runId !== undefined)
        await noteEach(
          own.map((change) => [change]),
          'own_output',
          `Written by run ${runId} of this workflow`,
        );
    }
    return byRun.get(undefined) ?? [];
  };

  /** The changes with other bytes than before; the others are journaled. */
  const withOtherBytes = async (changes: readonly FileChange[]): Promise<FileChange[]> => {
    const different: FileChange[] = [];
    const same: FileChange[][] = [];
    for (const change of changes) {
      const sha256 = change.after === undefined || change.after.directory ? undefined : await hashIfThere(change.path);
      const hashed = change.after === undefined || sha256 === undefined ? change : { ...change, after: { ...change.after, sha256 } };
      if (sha256 !== undefined && sha256 === change.before?.sha256) same.push([hashed]);
      else different.push(hashed);
    }
    await noteEach(same, 'filtered', 'The bytes are the same as before (contentHash)');
    return different;
  };

  const fire = async (changes: readonly FileChange[]): Promise<void> => {
    let groups = groupChanges(config, changes);
    while (groups.length > 0 && !breaker.isOpen) {
      const room = Math.min(CHUNK, breaker.room(clock.now()));
      if (room <= 0) {
        breaker.open();
        board.raise('breaker', 'failing', openReason(config.maxRunsPerMinute));
        break;
      }
      const chunk = groups.slice(0, room);
      await commitEach(chunk, async (group) => {
        const { verdict } = await ports.fire(firing(group));
        if (verdict === 'started') breaker.started(clock.now());
      });
      groups = groups.slice(room);
    }
    await noteEach(groups, 'breaker_open', openReason(config.maxRunsPerMinute));
  };

  return async (changes) => {
    const wanted = changes.filter((change) => isCounted(config, change));
    await advanceQuietly(changes.filter((change) => !isCounted(config, change)));
    const changed = config.contentHash ? await withOtherBytes(wanted) : wanted;
    const foreign = await withoutOwnOutput(changed);
    if (foreign.length > 0) await fire(foreign);
  };
}

export function openReason(maxRunsPerMinute: number): string {
  return (
    `More than ${maxRunsPerMinute} runs started within a minute, so the trigger is paused. ` +
    'Find out what keeps changing the files, then enable the workflow again; if so many runs are wanted, raise maxRunsPerMinute.'
  );
}

/** Whether the trigger is about what has happened. */
export function isCounted({ events }: Pick<FileChangeConfig, 'events'>, { event }: Pick<FileChange, 'event'>): boolean {
  return events.includes(event);
}

/** Changes that were released together, as runs take them. */
export function groupChanges<C extends FileChange>({ batch }: Pick<FileChangeConfig, 'batch'>, changes: readonly C[]): (readonly C[])[] {
  return batch === 'all' ? [changes] : changes.map((change) => [change]);
}

export async function hashIfThere(path: string): Promise<string | undefined> {
  try {
    return await hashFile(path);
  } catch (error) {
    // Gone or closed to us since we looked: then nothing can be said about the bytes.
    if (codeOf(error) !== undefined) return undefined;
    throw error;
  }
}
