import type { Spent } from '../store/model-calls-table.ts';
import { nothing } from './decide-hold.ts';

/** What was set aside for calls that are under way, by budget. It lives with the process: no call outlives it. */
export interface Holds {
  /** `out`: what calls may still take. `taken`: what they took, until it is written down. */
  of(budget: string): { readonly out: Spent; readonly taken: Spent };
  /** Sets aside from all of the budgets at once. */
  take(budgets: readonly string[], amount: Spent): Hold;
  /** Resolves when some hold has changed. Rejects with the signal's reason. */
  changed(signal: AbortSignal): Promise<void>;
}

/** Once released it holds nothing, whatever it is told. */
export interface Hold {
  /** The call is over and took so much, which counts until `release`. */
  settle(taken: Spent): void;
  release(): void;
}

export function createHolds(): Holds {
  const sums = new Map<string, { out: Spent; taken: Spent }>();
  const waiting = new Set<() => void>();

  function add(budgets: readonly string[], of: 'out' | 'taken', amount: Spent, sign: 1 | -1): void {
    for (const budget of budgets) {
      const sum = sums.get(budget) ?? { out: nothing, taken: nothing };
      const changed = { tokens: sum[of].tokens + sign * amount.tokens, cost: sum[of].cost + sign * amount.cost };
      sums.set(budget, { ...sum, [of]: changed });
    }
  }
  function wake(): void {
    const woken = [...waiting];
    waiting.clear();
    for (const go of woken) go();
  }

  return {
    of: (budget) => sums.get(budget) ?? { out: nothing, taken: nothing },
    take(budgets, amount) {
      let now: { readonly of: 'out' | 'taken'; readonly amount: Spent } | undefined = { of: 'out', amount };
      add(budgets, 'out', amount, 1);
      const become = (next: typeof now): void => {
        if (now === undefined) return;
        add(budgets, now.of, now.amount, -1);
        if (next !== undefined) add(budgets, next.of, next.amount, 1);
        now = next;
        wake();
      };
      return { settle: (taken) => become({ of: 'taken', amount: taken }), release: () => become(undefined) };
    },
    changed: (signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const stop = (): void => {
          waiting.delete(go);
          reject(signal.reason);
        };
        const go = (): void => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        waiting.add(go);
        signal.addEventListener('abort', stop, { once: true });
      }),
  };
}
