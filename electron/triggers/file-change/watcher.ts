import type { Matcher } from './matcher.ts';
import type { WalkResult } from './walk.ts';

/** What a watcher tells. It reports that something may have happened, not what: the truth is in the files. */
export interface WatchSink {
  /** The file or folder may have come, changed or gone. Everything inside a folder that came is touched too. */
  touched(path: string): void;
  /** Something may have been missed: compare everything. */
  stale(): void;
  /** A `.gitignore` has come, changed or gone. */
  rulesChanged(): void;
  /** The watch cannot be held (limit, error); this watcher is of no more use. */
  failed(error: unknown): void;
}

export interface WatchScope {
  readonly matcher: Matcher;
  readonly followSymlinks: boolean;
}

/** Watches the roots of a matcher. One behavioural suite holds for every implementation. */
export interface Watcher {
  /**
   * Visits what matches now. From its start on, for a first scan at least from its end on, changes are reported.
   * Rejects when the watch cannot be held.
   */
  scan(visit: (path: string, directory: boolean) => void): Promise<WalkResult>;
  close(): Promise<void>;
}
