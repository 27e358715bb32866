import type { EffectClass } from '../actions/action.ts';
import type { StepError } from '../lib/action-error.ts';
import type { RunError } from './events.ts';
import type { RunStatus, StepStatus } from './status.ts';

/** How a stretch of time of a step was spent. All times are milliseconds since the epoch; `to` is open while it goes on. */
export interface Span {
  /** Work, a pause before another try, a wait that the workflow asks for, a run that is waited for, or a person. */
  readonly kind: 'attempt' | 'retry' | 'delay' | 'child' | 'person';
  readonly attempt: number;
  readonly from: number;
  readonly to: number | undefined;
  /** Of an attempt that is over; of a pause, how the attempt before it ended. */
  readonly outcome?: 'succeeded' | 'failed' | 'timed_out' | 'cancelled' | 'interrupted' | 'unknown';
  readonly effect?: EffectClass;
  /** Why it ended so, or what is waited for. */
  readonly note?: string;
}

export interface StepPicture {
  readonly path: string;
  readonly state: StepStatus;
  readonly attempts: number;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly spans: readonly Span[];
  readonly error: StepError | undefined;
  readonly reason: string | undefined;
  readonly branch: string | undefined;
  /** The run that is or was waited for. */
  readonly child: string | undefined;
  /** Of a loop, parallel or agent step: what is inside it. */
  readonly inner: InnerPicture | undefined;
}

export interface InnerPicture {
  /** How many iterations there will be, where that is known before. */
  readonly count: number | undefined;
  /** Iterations that have begun. */
  readonly begun: number;
  /** Steps inside it that failed; what a model called for is not counted. */
  readonly failed: number;
  /** Of an agent: ids of the calls of each of its rounds. */
  readonly rounds?: readonly (readonly string[])[];
  /** Of an agent: calls of the last round that have not ended. Without any its model is being asked. */
  readonly open?: number;
}

/** Something that happened to the run as a whole. */
export interface RunMark {
  readonly at: number;
  readonly sequence: number;
  readonly kind: 'paused' | 'resumed' | 'cancelling' | 'timing_out' | 'recovered';
  readonly by?: string;
}

/** A run as it stood after one of its events. */
export interface RunPicture {
  readonly status: RunStatus;
  readonly sequence: number;
  /** When that event was recorded. */
  readonly at: number | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly error: RunError | undefined;
  /** What has begun, by path, in order of first start. A step that changes is another object. */
  readonly steps: ReadonlyMap<string, StepPicture>;
  /** Grows when a path is new: rows need no new order before that. */
  readonly shape: number;
  readonly marks: readonly RunMark[];
}
