import type { TriggerHealth } from '../../../shared/triggers/journal.ts';

/** Worst first: what a person must act on hides what passes by itself. */
const WORST_FIRST: readonly TriggerHealth[] = ['failing', 'lost', 'degraded'];

/** Several things can be wrong with a trigger at once; the worst is shown, and the next when it is over. */
export interface HealthBoard {
  raise(cause: string, health: TriggerHealth, reason: string): void;
  clear(cause: string): void;
}

export function createHealthBoard(publish: (health: TriggerHealth, reason?: string) => void): HealthBoard {
  const problems = new Map<string, { readonly health: TriggerHealth; readonly reason: string }>();
  let published = '';
  const publishWorst = () => {
    const worst = [...problems.values()].sort((a, b) => WORST_FIRST.indexOf(a.health) - WORST_FIRST.indexOf(b.health))[0];
    const shown = worst === undefined ? 'armed' : `${worst.health} ${worst.reason}`;
    if (shown === published) return;
    published = shown;
    publish(worst?.health ?? 'armed', worst?.reason);
  };
  return {
    raise(cause, health, reason) {
      problems.set(cause, { health, reason });
      publishWorst();
    },
    clear(cause) {
      problems.delete(cause);
      publishWorst();
    },
  };
}
