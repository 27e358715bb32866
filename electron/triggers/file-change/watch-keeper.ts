import type { Clock } from '../../../shared/lib/clock.ts';
import type { FileChangeConfig } from '../../../shared/triggers/file-change.ts';
import type { DrainMeter } from './drain-meter.ts';
import type { HealthBoard } from './health-board.ts';
import type { Matcher } from './matcher.ts';
import { relativeBelow } from './path-pattern.ts';
import { createPollWatcher } from './poll-watcher.ts';
import { identityOf, silentFileSystemOf } from './roots.ts';
import { codeOf } from './walk.ts';
import type { Watcher, WatchSink } from './watcher.ts';

const DEFAULT_POLL_MS = 2000;
/** How often the watched folders are checked for having gone, come back or been swapped. */
const ROOT_CHECK_MS = 2000;

export interface WatchKeeperOptions {
  readonly matcher: Matcher;
  readonly config: FileChangeConfig;
  readonly clock: Clock;
  readonly board: HealthBoard;
  readonly meter: DrainMeter;
  readonly sink: Omit<WatchSink, 'failed'>;
}

/**
 * Holds a watch on the roots whatever happens to it: picks the watcher, falls back to polling when it cannot be held, and starts anew
 * when a root comes back or leads elsewhere. Says on the board how it stands.
 */
export interface WatchKeeper {
  /** See Watcher.scan. Starts the watch when there is none. Rejects only when even reading the folders fails. */
  scan(visit: (path: string, directory: boolean) => void): Promise<void>;
  /** Whether the path's root is missing: then nothing can be said about the path. */
  isLost(path: string): boolean;
  /** No events come: only comparing finds what changes. */
  isPolling(): boolean;
  /** The next scan tries the best watcher again. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export function createWatchKeeper({ matcher, config, clock, board, meter, sink }: WatchKeeperOptions): WatchKeeper {
  const { followSymlinks } = config;
  const pollMs = typeof config.poll === 'number' ? config.poll : DEFAULT_POLL_MS;
  const scope = { matcher, followSymlinks };
  let watcher: Watcher | undefined;
  let identities = readIdentities();
  let rootTimer: number | undefined;
  let isPolling = false;
  let closed = false;

  function readIdentities(): ReadonlyMap<string, string | undefined> {
    return new Map(matcher.roots.map((root) => [root, identityOf(root)]));
  }

  const reportRoots = (): void => {
    const missing = [...identities].filter(([, identity]) => identity === undefined).map(([root]) => root);
    if (missing.length === 0) board.clear('roots');
    else board.raise('roots', 'lost', `${missing.join(', ')} is not there; it is watched again as soon as it is`);
  };

  const checkRoots = async (): Promise<void> => {
    const before = identities;
    identities = readIdentities();
    if ([...identities].some(([root, identity]) => before.get(root) !== identity)) {
      reportRoots();
      await restart();
      // Also when a root went: the others are to be watched on.
      sink.stale();
    }
    if (!closed) rootTimer = clock.setTimeout(() => void checkRoots(), ROOT_CHECK_MS);
  };

  /** A watcher that was replaced has nothing more to say. */
  const sinkFor = (isCurrent: () => boolean): WatchSink => ({
    touched: (path) => isCurrent() && sink.touched(path),
    stale: () => isCurrent() && sink.stale(),
    rulesChanged: () => isCurrent() && sink.rulesChanged(),
    failed: (error) => {
      if (!isCurrent()) return;
      fallBack(describeFailure(error));
      sink.stale();
    },
  });

  const replace = (create: (sink: WatchSink) => Watcher): Watcher => {
    const previous = watcher;
    const created: Watcher = create(sinkFor(() => watcher === created && !closed));
    watcher = created;
    void previous?.close();
    return created;
  };

  const poll = (): Watcher => {
    isPolling = true;
    return replace((to) => createPollWatcher(scope, to, clock, pollMs));
  };

  const fallBack = (reason: string): Watcher => {
    board.raise('watch', 'degraded', `Polling every ${pollMs / 1000} s: ${reason}`);
    return poll();
  };

  const start = async (): Promise<Watcher> => {
    if (config.poll !== false) return poll();
    const silent = process.platform === 'linux' ? matcher.roots.map(silentFileSystemOf).find((kind) => kind !== undefined) : undefined;
    if (silent !== undefined) return fallBack(`the folder is on ${silent}, which does not report changes made elsewhere`);
    board.clear('watch');
    isPolling = false;
    // Libraries are loaded when the first trigger needs them.
    if (process.platform === 'linux' && !followSymlinks) {
      const { createLinuxWatcher } = await import('./linux-watcher.ts');
      return replace((to) => createLinuxWatcher(scope, to, meter));
    }
    const { createChokidarWatcher } = await import('./chokidar-watcher.ts');
    return replace((to) => createChokidarWatcher(scope, to));
  };

  const reportUnreadable = (unreadable: readonly string[]): void => {
    if (unreadable.length === 0) board.clear('unreadable');
    else board.raise('unreadable', 'degraded', `No permission to read ${unreadable.slice(0, 3).join(', ')}; what is inside is not watched`);
  };

  const restart = async (): Promise<void> => {
    const previous = watcher;
    watcher = undefined;
    await previous?.close();
  };

  reportRoots();
  rootTimer = clock.setTimeout(() => void checkRoots(), ROOT_CHECK_MS);

  return {
    async scan(visit) {
      const current = watcher ?? (await start());
      try {
        reportUnreadable((await current.scan(visit)).unreadable);
      } catch (error) {
        if (closed) return;
        const polling = watcher === current || watcher === undefined ? fallBack(describeFailure(error)) : watcher;
        reportUnreadable((await polling.scan(visit)).unreadable);
      }
    },
    isLost: (path) => matcher.roots.some((root) => relativeBelow(root, path) !== undefined && identityOf(root) === undefined),
    isPolling: () => isPolling,
    restart,
    async close() {
      closed = true;
      clock.clearTimeout(rootTimer ?? 0);
      await watcher?.close();
    },
  };
}

function describeFailure(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOSPC':
      return "the system's limit of file watches is reached; raise fs.inotify.max_user_watches, or watch fewer folders";
    case 'EMFILE':
    case 'ENFILE':
      return 'the limit of open files or of fs.inotify.max_user_instances is reached; raise it, or watch fewer folders';
    default:
      return `the watch could not be held (${error instanceof Error ? error.message : String(error)})`;
  }
}
