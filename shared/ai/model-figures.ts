import type { ModelTask } from './model.ts';
import type { ModelOutcome } from './model-call.ts';

/** What was measured of one model at one task: sums, so that days add up. */
export interface ModelFigures {
  /** `provider/model`. */
  readonly model: string;
  readonly task: ModelTask;
  /** All that say something about the model: see `saysSomething`. */
  readonly calls: number;
  /** Calls that gave an answer: see `isAnswer`. */
  readonly answered: number;
  /** Calls whose answer was judged (by a schema, a thumb, a retry), and the sum of the judgements, each 0 to 1. */
  readonly scored: number;
  readonly scoreSum: number;
  /** Sum over the answered calls of the natural logarithm of their milliseconds. */
  readonly logMsSum: number;
  /** Of the answered calls. */
  readonly outputTokens: number;
}

export function nothingMeasured(model: string, task: ModelTask): ModelFigures {
  return { model, task, calls: 0, answered: 0, scored: 0, scoreSum: 0, logMsSum: 0, outputTokens: 0 };
}

export const isAnswer = (outcome: ModelOutcome): boolean => outcome === 'ok' || outcome === 'repaired';

/** Whoever cancels a call says nothing about the model. */
export const saysSomething = (outcome: ModelOutcome): boolean => outcome !== 'cancelled';

/** What a schema says of an answer, 0 to 1; null where there was no schema or no answer. A model that needed a second attempt is half as good. */
export function scoreBySchema(outcome: ModelOutcome, hadSchema: boolean): number | null {
  if (!hadSchema) return null;
  if (outcome === 'ok') return 1;
  if (outcome === 'repaired') return 0.5;
  return outcome === 'schema_error' ? 0 : null;
}
