/** One evaluation, as it is sent to a worker. */
export interface Job {
  /** Positive, below 2^31, unique among the evaluations under way. */
  readonly id: number;
  readonly expression: string;
  /** JSON object text: the names to bind. */
  readonly names: string;
  readonly timeoutMs: number;
}

export interface Failure {
  readonly kind: 'failure';
  readonly code: 'EXPR_SYNTAX' | 'EXPR_ERROR' | 'EXPR_TIMEOUT' | 'EXPR_MEMORY' | 'EXPR_TYPE';
  readonly message: string;
  readonly hint?: string;
  /** `ReferenceError`, …: the class of what the expression threw. */
  readonly name?: string;
  /** In the expression, from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** `json` is left out for `undefined`. */
export type Outcome = { readonly kind: 'value'; readonly json?: string } | Failure;

/** What a worker tells the pool. */
export interface Report {
  readonly outcomes: readonly { readonly id: number; readonly outcome: Outcome }[];
  /** Not started and not going to be: another worker may have them. */
  readonly returned: readonly number[];
  /** The worker is in the middle of a long evaluation: send it nothing until its next report. */
  readonly busy: boolean;
  /** The worker must not be used again. */
  readonly retire: boolean;
}

export interface WorkerData {
  /** Two 32-bit integers: the id of the evaluation that is running (0: none), and 1 once the worker has loaded. */
  readonly status: SharedArrayBuffer;
}

export const RUNNING = 0;
export const LOADED = 1;
