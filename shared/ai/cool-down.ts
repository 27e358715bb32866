import type { ModelOutcome } from './model-call.ts';

/** How one call of a model ended. */
export interface LastOutcome {
  /** When it ended: milliseconds since the epoch. */
  readonly at: number;
  readonly outcome: ModelOutcome;
  /** Of a rate limit: what the provider asked for. */
  readonly retryAfterMs?: number;
}

/** Until when a model is left alone, and why. */
export interface CoolDown {
  readonly model: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly reason: string;
}

type Failure = 'rate_limit' | 'timeout' | 'error';

const kinds: Readonly<Record<Failure, { readonly firstMs: number; readonly maxMs: number; readonly said: string }>> = {
  rate_limit: { firstMs: 10_000, maxMs: 600_000, said: 'over its rate limit' },
  timeout: { firstMs: 30_000, maxMs: 1_800_000, said: 'did not answer in time' },
  error: { firstMs: 20_000, maxMs: 1_800_000, said: 'failed' },
};

/** What a provider may ask for at most: more is taken for a mistake. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Calls that were made side by side and fail together are one failure. */
const TOGETHER_MS = 1000;

/**
 * A model that failed is left alone: for twice as long with every further failure in a row, up to half an hour. Any answer ends it, a refused or
 * misshapen one too, for that says nothing about its health. `outcomes` in any order; ten are enough.
 */
export function coolDownOf(model: string, outcomes: readonly LastOutcome[], now: number): CoolDown | undefined {
  const newestFirst = outcomes.toSorted((a, b) => b.at - a.at).filter(({ outcome }) => outcome !== 'cancelled');
  const answered = newestFirst.findIndex(({ outcome }) => !isFailure(outcome));
  const failed = answered < 0 ? newestFirst : newestFirst.slice(0, answered);
  const streak = failed.filter(({ at }, index) => index === 0 || (failed[index - 1]?.at ?? 0) - at > TOGETHER_MS);
  const [last] = streak;
  if (last === undefined || !isFailure(last.outcome)) return undefined;
  const { firstMs, maxMs, said } = kinds[last.outcome];
  const askedMs = Math.min(MAX_RETRY_AFTER_MS, Math.max(0, last.retryAfterMs ?? 0));
  const until = last.at + Math.max(askedMs, Math.min(maxMs, firstMs * 2 ** (streak.length - 1)));
  if (until <= now) return undefined;
  return { model, until, reason: streak.length === 1 ? said : `${said}, ${streak.length} times in a row` };
}

const isFailure = (outcome: ModelOutcome): outcome is Failure => Object.hasOwn(kinds, outcome);
