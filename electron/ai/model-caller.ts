import type { ModelAnswer, ModelBudget, ModelRequest } from '../../shared/ai/model-call.ts';

/** Who asks and who listens. */
export interface ModelCallContext {
  readonly signal: AbortSignal;
  readonly runId?: string;
  readonly stepPath?: string;
  readonly agent?: string;
  /** Steps of the run around this call whose budgets hold for it: an agent's, and those of the agents that have handed work to it. */
  readonly within?: readonly { readonly path: string; readonly limit: ModelBudget }[];
  /** Text as it comes. After a fall-back to another model it begins anew, told by `restart`. */
  readonly onText?: (text: string) => void;
  readonly onRestart?: (reason: string) => void;
  /** Nothing is sent for a while, and why. */
  readonly onWait?: (reason: string) => void;
}

/**
 * Asks models: chooses one, falls back to the next, waits where a provider says so, records what each call took and gave.
 * Throws ActionError `AI_NO_PROVIDER`, `AI_NO_MODEL`, `AI_BUDGET`, `AI_REFUSED`, `AI_SCHEMA`, `AI_RATE_LIMIT`, `AI_TIMEOUT`, `AI_STREAM`, `AI_CONTEXT`, `AI_FAILED`, or the signal's reason.
 */
export interface ModelCaller {
  call(request: ModelRequest, context: ModelCallContext): Promise<ModelAnswer>;
}
