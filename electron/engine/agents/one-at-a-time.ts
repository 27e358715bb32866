import type { ScopeState } from '../walk/walk-state.ts';

const tails = new WeakMap<ScopeState, Promise<unknown>>();

/**
 * Calls of one round that change something are done one after the other, in the order in which they may begin: a model that asks for two
 * commits at once means them in a row. Rejects with the signal's reason.
 */
export async function oneAtATime<T>(round: ScopeState, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const before = tails.get(round) ?? Promise.resolve();
  const turn = before.then(
    () => begin(signal, work),
    () => begin(signal, work),
  );
  tails.set(round, turn);
  return turn;
}

function begin<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  return work();
}
