import type { StepError } from '../../shared/lib/action-error.ts';
import type { RetryPlan } from '../../shared/workflow/plan.ts';

/**
 * When a failed attempt is tried again, in milliseconds since the epoch; undefined when it is not. `attempt` counts from 1, `chance` is
 * random in [0, 1). Without `retry.on`, what may pass is retried; with it, exactly the codes that it names. An effect that may have
 * happened is never retried here: a person or `onInterrupted` decides.
 */
export function decideRetry(retry: RetryPlan, error: StepError, attempt: number, now: number, chance: number): number | undefined {
  if (attempt > retry.maxRetries || error.kind === 'unknown') return undefined;
  const matches = retry.on === undefined ? error.kind === 'retryable' : retry.on.includes(error.code);
  if (!matches) return undefined;
  const wait = Math.min(retry.delayMs * retry.backoff ** (attempt - 1), retry.maxDelayMs);
  const withJitter = wait * (1 - retry.jitter + retry.jitter * chance);
  return now + Math.max(Math.round(withJitter), askedWaitMs(error));
}

/** A server that says how long to wait is obeyed, up to an hour. */
function askedWaitMs(error: StepError): number {
  const { details } = error;
  if (typeof details !== 'object' || details === null || Array.isArray(details) || !('retryAfterMs' in details)) return 0;
  return typeof details['retryAfterMs'] === 'number' ? Math.min(details['retryAfterMs'], 3_600_000) : 0;
}
