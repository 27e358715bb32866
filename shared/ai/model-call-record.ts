import type { ModelAbility, ModelTask, OptimizeFor } from './model.ts';
import type { ModelOutcome } from './model-call.ts';

/** One call of one model, as it is kept. A request that fell back to another model has made several: they share `request`. */
export interface ModelCallRecord {
  /** Random, the same for all calls that one request made. */
  readonly request: string;
  /** 0 for the model that was chosen first, then one more for each fall-back and each repair. */
  readonly attempt: number;
  /** When it began: milliseconds since the epoch. */
  readonly at: number;
  readonly task: ModelTask;
  /** `provider/model`. */
  readonly model: string;
  /** Why this model: one line for people. */
  readonly reason: string;
  readonly runId?: string;
  readonly stepPath?: string;
  readonly agent?: string;
  /** As the provider counts them, or as estimated where it does not tell. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null where the model has no price. */
  readonly cost: number | null;
  /** Null where nothing came, or not as a stream. */
  readonly firstTokenMs: number | null;
  /** From the request to the last word or the error. */
  readonly ms: number;
  readonly outcome: ModelOutcome;
  /** Whether the answer had to fit a schema: its passing is the call's quality until a person says otherwise. */
  readonly schema: boolean;
  /** Of a rate limit: what the provider asked for. */
  readonly retryAfterMs?: number;
  /** What was asked for: another policy is tried on it later. */
  readonly asked: AskedOfModel;
}

export interface AskedOfModel {
  readonly optimizeFor: OptimizeFor;
  readonly abilities: readonly ModelAbility[];
  /** Estimated before the call. */
  readonly inputTokens: number;
  readonly maxTokens: number;
  /** The step names a model: no policy moves it. */
  readonly named: boolean;
}
