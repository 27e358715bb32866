import type { Json, JsonObject } from '../../shared/lib/json.ts';
import type { TriggerHealth, Verdict } from '../../shared/triggers/journal.ts';

/** A trigger of an enabled workflow, as it is to be armed. `config` is as written in the document. */
export interface ArmedTrigger {
  /** `workflowId/triggerId` */
  readonly key: string;
  readonly workflowId: string;
  readonly triggerId: string;
  readonly type: string;
  readonly config: JsonObject;
  /** Absolute. */
  readonly workingDirectory: string;
  /** It goes on watching; what would fire is journaled as `paused`. */
  readonly paused: boolean;
}

/** What is known of a file or folder without reading it. Two equal facts mean that nothing has changed. */
export interface FileFact {
  /** Bytes; 0 for a folder. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino?: number;
  /** Only for triggers with `contentHash`, and for files that a run wrote. */
  readonly sha256?: string;
  readonly directory?: true;
}

/** `fact: null`: the path is gone. */
export interface SnapshotChange {
  readonly path: string;
  readonly fact: FileFact | null;
}

/** How far a trigger has seen. `position` replaces the one before; `files` changes the snapshot path by path. */
export interface CursorUpdate {
  readonly position?: Json;
  readonly files?: readonly SnapshotChange[];
}

export interface Firing {
  readonly triggerKey: string;
  /** Unique for each trigger: a second firing with the same key gives the run of the first. */
  readonly dedupeKey: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What the run gets as `trigger`. */
  readonly data: JsonObject;
  /** Written in the same transaction as the journal row and the admission. */
  readonly cursor?: CursorUpdate;
}

export interface FiringResult {
  readonly verdict: Verdict;
  readonly runId?: string;
  readonly reason?: string;
}

/** What triggers ask of the store and the queue. A promise resolves after the commit and rejects when nothing was written. */
export interface TriggerPorts {
  /** Writes the journal row; admits a run when nothing stands against it. Many may be called in one turn, so that they share a commit. */
  fire(firing: Firing): Promise<FiringResult>;
  /** Journals what is not to start a run. */
  note(firing: Firing, verdict: Verdict, reason: string): Promise<void>;
  /** Moves on without a firing. */
  advance(triggerKey: string, cursor: CursorUpdate): Promise<void>;
  /** The last position written; undefined for a trigger that was never armed. */
  loadPosition(triggerKey: string): Json | undefined;
  /** Absolute path → what it was when last seen. */
  loadSnapshot(triggerKey: string): Map<string, FileFact>;
  setHealth(triggerKey: string, health: TriggerHealth, reason?: string, nextFiringAt?: number): void;
  /** The run of this workflow that lately left the path in this state (null: removed it). */
  writtenByRun(workflowId: string, path: string, fact: FileFact | null): Promise<string | undefined>;
}
