import type { Candidate } from './candidates.ts';
import type { Failure } from './failures.ts';

/** How often a model is asked for one request; a time-out counts twice. */
const MAX_TRIES = 3;
const FIRST_BACKOFF_MS = 500;
/** Shorter waits are sat out; for a longer one, another model is asked meanwhile. */
const PATIENCE_MS = 5000;
/** Longer waits are not held here: the step's own retry keeps them, over a restart too. */
export const MAX_WAIT_MS = 60_000;

/** Who is asked next, and when: each candidate a few times, in the order of the router. */
export interface Turns {
  /** Undefined: nobody any more. */
  next(now: number): { readonly candidate: Candidate; readonly waitMs: number } | undefined;
  failed(candidate: Candidate, failure: Failure, now: number, chance: number): void;
  readonly failures: readonly { readonly candidate: Candidate; readonly failure: Failure }[];
}

export function createTurns(candidates: readonly Candidate[]): Turns {
  const failures: { candidate: Candidate; failure: Failure }[] = [];
  const places = candidates.map((candidate) => ({ candidate, tries: 0, notBefore: 0, isOver: false }));

  return {
    failures,
    next(now) {
      const open = places
        .filter(({ isOver }) => !isOver)
        .map(({ candidate, notBefore }) => ({ candidate, waitMs: Math.max(0, notBefore - now) }));
      const soonest = open.reduce<number>((least, { waitMs }) => Math.min(least, waitMs), Number.POSITIVE_INFINITY);
      const patient = open.find(({ waitMs }) => waitMs <= PATIENCE_MS) ?? open.find(({ waitMs }) => waitMs === soonest);
      return patient !== undefined && patient.waitMs <= MAX_WAIT_MS ? patient : undefined;
    },
    failed(candidate, failure, now, chance) {
      failures.push({ candidate, failure });
      for (const place of places) {
        const isSame = place.candidate === candidate;
        if (failure.next === 'stop') place.isOver = true;
        if (failure.next === 'elsewhere' && place.candidate.endpoint.provider === candidate.endpoint.provider) place.isOver = true;
        if (!isSame) continue;
        place.tries += failure.outcome === 'timeout' ? 2 : 1;
        if (failure.next !== 'again' || place.tries >= MAX_TRIES) place.isOver = true;
        const backoffMs = FIRST_BACKOFF_MS * 2 ** (place.tries - 1) * (0.5 + chance / 2);
        place.notBefore = now + Math.max(failure.retryAfterMs ?? 0, Math.round(backoffMs));
      }
    },
  };
}
