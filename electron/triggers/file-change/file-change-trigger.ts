import type { FileChangeConfig } from '../../../shared/triggers/file-change.ts';
import type { ArmBehaviour, ArmContext, TriggerBehaviour } from '../behaviour.ts';
import { createDelivery, hashIfThere } from './delivery.ts';
import { createDrainMeter, type DrainMeter, linuxFloodLimit } from './drain-meter.ts';
import { eventBetween, lookAt, UNREAD, UNREAD_FOLDER } from './file-fact.ts';
import type { FileChange } from './firing-data.ts';
import { createHealthBoard } from './health-board.ts';
import { openMatcher } from './matcher.ts';
import { compareSnapshot, readSnapshot } from './reconcile.ts';
import { loadSeenFiles } from './seen-files.ts';
import { createSettler, type SettledPath } from './settle.ts';
import { createTaskLine } from './task-line.ts';
import { createWatchKeeper } from './watch-keeper.ts';

const RETRY_MS = 5000;
/** Longer than any watcher takes to report a change. */
const EVENT_DELAY_MS = 100;

/** Triggers armed by one behaviour share what is counted for the whole process. */
export function createFileChangeBehaviour(): ArmBehaviour<FileChangeConfig> {
  const meter = createDrainMeter(linuxFloodLimit());
  return (context) => armFileChange(context, meter);
}

async function armFileChange(context: ArmContext<FileChangeConfig>, meter: DrainMeter): Promise<TriggerBehaviour> {
  const { trigger, config, ports, clock } = context;
  const matcher = openMatcher(config, trigger.workingDirectory);
  const board = createHealthBoard((health, reason) => ports.setHealth(trigger.key, health, reason));
  const seen = loadSeenFiles(context);
  const { snapshot } = seen;
  const deliver = createDelivery(context, snapshot, board);
  const tracksFolders = config.events.some((event) => event === 'addDir' || event === 'unlinkDir');
  const look = (file: string) => lookAt(file, config.followSymlinks);
  const stopped = Promise.withResolvers<false>();
  const timers = new Set<number>();
  const later = (run: () => void, ms: number): void => {
    const timer = clock.setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  board.raise('arming', 'degraded', 'The folders are being read for the first time');

  const release = async (settled: readonly SettledPath[]): Promise<void> => {
    const changes = collectChanges(settled);
    if (changes.length === 0) return;
    try {
      await deliver(changes);
      board.clear('store');
    } catch (error) {
      board.raise('store', 'failing', `Changes could not be recorded and are tried again every ${RETRY_MS / 1000} s: ${String(error)}`);
      later(() => {
        for (const change of changes) settler.touch(change.path);
      }, RETRY_MS);
    }
  };

  /** What differs from the snapshot. A folder that is gone takes along what was in it. */
  const collectChanges = (settled: readonly SettledPath[]): FileChange[] => {
    const changes = new Map<string, FileChange>();
    const add = ({ path: file, fact }: SettledPath): void => {
      const before = snapshot.get(file);
      const after = fact?.directory && !tracksFolders ? undefined : fact;
      const event = eventBetween(before, after);
      const directory = (after ?? before)?.directory === true;
      if (event !== undefined && matcher.matches(file, directory)) changes.set(file, { path: file, event, before, after });
    };
    for (const item of settled) {
      // Nothing is known about a file whose root is away; when the root is back, all is compared.
      if (item.fact === undefined && keeper.isLost(item.path)) continue;
      const inside = item.fact === undefined || item.fact.directory ? [...snapshot.below(item.path)] : [];
      if (item.fact === undefined) for (const file of inside) add({ path: file, fact: undefined });
      else if (inside.length > 0) compareSoon();
      add(item);
    }
    return [...changes.values()];
  };

  const settler = createSettler({ clock, settleMs: config.settle, batch: config.batch, look, release });
  const { touch, isWaiting } = settler;
  const reconcileOptions = { snapshot, look, isWaiting, touch };

  // Scans and comparisons run one after the other: each takes for granted what the one before has read.
  const tasks = createTaskLine((error) => {
    if (error === undefined) return board.clear('scan');
    board.raise('scan', 'failing', `The folders could not be compared, tried again in ${RETRY_MS / 1000} s: ${String(error)}`);
    later(compareSoon, RETRY_MS);
  });

  /** A path that waits is left alone: touched at every poll, it would wait for ever. */
  const isNew = (file: string, directory: boolean): boolean =>
    (tracksFolders || !directory) && snapshot.get(file) === undefined && !isWaiting(file);

  const compare = async (): Promise<void> => {
    await keeper.scan((file, directory) => {
      if (isNew(file, directory)) touch(file);
    });
    await compareSnapshot({ ...reconcileOptions, isWaiting: (file) => isWaiting(file) || keeper.isLost(file) });
  };

  const scanQuietly = (): Promise<void> =>
    keeper.scan((file, directory) => {
      if (isNew(file, directory)) snapshot.apply({ path: file, fact: directory ? UNREAD_FOLDER : UNREAD });
    });

  const onRead = async (files: readonly string[]): Promise<void> => {
    for (const file of config.contentHash ? files : []) {
      const fact = snapshot.get(file);
      const sha256 = await hashIfThere(file);
      if (fact !== undefined && sha256 !== undefined) snapshot.apply({ path: file, fact: { ...fact, sha256 } });
    }
    await seen.save(files.map((file) => ({ path: file, fact: snapshot.get(file) ?? null })));
  };

  /** Takes what was scanned quietly as seen. */
  const readQuietly = (): Promise<void> =>
    readSnapshot({
      ...reconcileOptions,
      now: () => clock.now(),
      eventDelayMs: keeper.isPolling() ? 0 : EVENT_DELAY_MS,
      wait: (ms) => Promise.race([stopped.promise, new Promise<true>((resolve) => later(() => resolve(true), ms))]),
      onRead,
    });

  /** Files that a rule hides or shows have not changed by that. */
  const applyRules = async (): Promise<void> => {
    matcher.forgetRules();
    const hidden = [...snapshot.entries()].filter(([file, fact]) => !matcher.matches(file, fact.directory === true));
    const changes = hidden.map(([file]) => ({ path: file, fact: null }));
    for (const change of changes) snapshot.apply(change);
    await seen.save(changes);
    await scanQuietly();
    await readQuietly();
  };

  const compareSoon = tasks.coalesce(compare);
  const keeper = createWatchKeeper({
    matcher,
    config,
    clock,
    board,
    meter,
    sink: { touched: touch, stale: compareSoon, rulesChanged: tasks.coalesce(applyRules) },
  });

  await tasks.add(seen.isKnown ? compare : scanQuietly);
  board.clear('arming');
  if (!seen.isKnown) {
    const baseline = tasks.add(async () => {
      await seen.reset();
      await readQuietly();
      await seen.markKnown();
    });
    // Events tell what changes from here on; without them only what was read can be compared.
    if (keeper.isPolling()) await baseline;
  }

  return {
    async wake() {
      await tasks.add(async () => {
        await keeper.restart();
        await compare();
      });
    },
    async close() {
      stopped.resolve(false);
      for (const timer of timers) clock.clearTimeout(timer);
      await keeper.close();
      await settler.close();
      await tasks.close();
    },
  };
}
