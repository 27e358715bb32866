import type { JsonObject } from '../../../shared/lib/json.ts';
import type { Verdict } from '../../../shared/triggers/journal.ts';
import type { TriggerDocument, WorkflowDocument } from '../../../shared/workflow/schema.ts';
import type { WorkflowRow } from '../../store/workflows-table.ts';

/** A trigger as it is to be tried on what has happened: the one that is armed, or one that is being edited. */
export interface BacktestSubject {
  readonly trigger: TriggerDocument;
  /** The variables and settings that its runs would have. */
  readonly document: WorkflowDocument;
  /** Whose runs they would be; undefined for a workflow that is not saved yet. */
  readonly workflow: WorkflowRow | undefined;
  /** The key of the row whose journal is compared; undefined for a trigger that was never armed. */
  readonly triggerKey: number | undefined;
  /** As it is armed now: tells which times of the past were missed. Undefined where nothing is armed. */
  readonly armed: TriggerDocument | undefined;
  /** Absolute. */
  readonly workingDirectory: string;
}

/** In milliseconds since the epoch. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

/** What the journal says. */
export interface PastVerdict {
  readonly verdict: Verdict;
  readonly reason: string | undefined;
  readonly runId: string | undefined;
}

/** What the rules say now. `runs`: how many runs it would start; more than one when a burst is no longer taken together. */
export interface NewVerdict {
  readonly verdict: Verdict;
  readonly reason: string | undefined;
  readonly runs: number;
}

/** One thing that happened. `was`: undefined when this trigger did not see it; `would`: undefined when it would not happen at all. */
export interface BacktestRow {
  readonly at: number;
  /** One line, for people. */
  readonly what: string;
  readonly data: JsonObject;
  readonly was: PastVerdict | undefined;
  readonly would: NewVerdict | undefined;
}

/** What a kind of trigger makes of its past. */
export interface Replay {
  /** In order of time. */
  readonly rows: readonly BacktestRow[];
  /** What cannot be known, and what was left out. */
  readonly notes: readonly string[];
  /** Since when all is told, where there was too much for the whole period. */
  readonly cutAt: number | undefined;
}

/** The trigger cannot be tried, and why. */
export class BacktestRefused extends Error {}
