/** What became of one firing; each firing is one row of the trigger journal. */
export const verdicts = ['started', 'coalesced', 'filtered', 'skipped', 'missed', 'own_output', 'paused', 'breaker_open', 'error'] as const;
export type Verdict = (typeof verdicts)[number];

/**
 * The light beside a trigger.
 * `armed`: nothing is missed; `degraded`: it works, more slowly (polling); `lost`: what it watches is not there, it comes back by itself;
 * `failing`: a person must act; `disarmed`: not watching.
 */
export const triggerHealths = ['armed', 'degraded', 'lost', 'failing', 'disarmed'] as const;
export type TriggerHealth = (typeof triggerHealths)[number];

export interface TriggerStatus {
  readonly health: TriggerHealth;
  /** Why, and what to do; there whenever the health is not `armed`. */
  readonly reason?: string;
  /** Milliseconds since the epoch. */
  readonly nextFiringAt?: number;
  readonly lastFiringAt?: number;
}
