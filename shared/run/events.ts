import type { EffectClass } from '../actions/action.ts';
import type { Decision } from '../inbox/inbox-item.ts';
import type { StepError } from '../lib/action-error.ts';
import type { JsonObject } from '../lib/json.ts';
import type { TerminalRunStatus } from './status.ts';

/**
 * What happened to a run, in order. The state of a run is the fold of its events; inputs and outputs stand beside them in the attempts and steps tables.
 * `path` is a step's place in the run: `read`, `each[3]/convert`, `both/left/copy`.
 */
export type RunEvent =
  | { readonly type: 'run.started' }
  | { readonly type: 'run.paused'; readonly by: string }
  | { readonly type: 'run.resumed'; readonly by: string }
  | { readonly type: 'run.cancelling'; readonly by: string; readonly reason?: string }
  | { readonly type: 'run.timing_out'; readonly afterMs: number }
  | { readonly type: 'run.recovered'; readonly epoch: number }
  | { readonly type: 'run.finished'; readonly status: TerminalRunStatus; readonly error?: RunError }
  | { readonly type: 'step.started'; readonly path: string; readonly attempt: number; readonly effect: EffectClass }
  | StepSucceeded
  | StepFailed
  | { readonly type: 'step.skipped'; readonly path: string; readonly reason: string }
  | { readonly type: 'step.cancelled'; readonly path: string; readonly reason: string }
  | StepWaiting
  | { readonly type: 'step.woken'; readonly path: string }
  /** While it is under way, the step asks a person: an inbox item. It may ask more than one thing at once. */
  | { readonly type: 'step.asked'; readonly path: string; readonly item: string }
  | {
      readonly type: 'step.answered';
      readonly path: string;
      readonly item: string;
      readonly decision: Decision;
      readonly by: string | null;
    }
  /** The process that ran the attempt is gone and a repeat is safe: the same attempt starts again. */
  | { readonly type: 'step.interrupted'; readonly path: string; readonly attempt: number; readonly reason: string }
  /** Nobody can tell whether the effect happened: a person decides. */
  | { readonly type: 'step.unknown'; readonly path: string; readonly attempt: number; readonly reason: string }
  | { readonly type: 'step.decided'; readonly path: string; readonly decision: 'retry' | 'done' | 'skip' | 'fail'; readonly by: string }
  | { readonly type: 'step.timing_out'; readonly path: string; readonly afterMs: number }
  | { readonly type: 'loop.expanded'; readonly path: string; readonly count: number }
  | { readonly type: 'loop.checked'; readonly path: string; readonly index: number; readonly holds: boolean }
  | AgentTurned
  | { readonly type: 'edge.resolved'; readonly path: string; readonly edge: number; readonly taken: boolean };

/** For a time, for a child run, for a published event or for a person; the last two no longer than `until`. */
export interface StepWaiting {
  readonly type: 'step.waiting';
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly until?: number;
  readonly runId?: string;
  /** Events whose name fits, with a greater number than `after`. */
  readonly event?: { readonly pattern: string; readonly after: number };
  /** The id of an inbox item. */
  readonly item?: string;
}

/**
 * A model has answered an agent step; what it said, and with which parameters it calls, stands beside the events. `index` counts its answers
 * from 0, over all attempts.
 */
export interface AgentTurned {
  readonly type: 'agent.turned';
  readonly path: string;
  readonly attempt: number;
  readonly index: number;
  /** Ids of the steps that its calls become, as `callStepOf` reads them. Without any it was the last answer. */
  readonly calls: readonly string[];
}

export interface StepSucceeded {
  readonly type: 'step.succeeded';
  readonly path: string;
  readonly attempt: number;
  /** The way an `if` or `switch` points: `true`, `false`, a case or `default`. */
  readonly branch?: string;
  /** Variables that the step sets. */
  readonly set?: JsonObject;
  /** Why there was nothing to do: taken from the cache, from an earlier run, or found done by a probe. */
  readonly reason?: string;
}

export interface StepFailed {
  readonly type: 'step.failed';
  readonly path: string;
  readonly attempt: number;
  readonly error: StepError;
  /** When the next attempt starts; absent when there is none. Milliseconds since the epoch. */
  readonly retryAt?: number;
  readonly timedOut?: boolean;
}

/** Why a run failed: the first failure that nothing handled. */
export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly stepId: string | null;
  readonly hint?: string;
}

export type RunEventType = RunEvent['type'];
export type RunEventOf<T extends RunEventType> = Extract<RunEvent, { readonly type: T }>;

/** An event as it is stored and told: numbered without gaps from 1 in its run. */
export interface RecordedEvent {
  readonly runId: string;
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: RunEvent;
}
