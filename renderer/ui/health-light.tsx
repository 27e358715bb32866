import type { TriggerHealth } from '../../shared/triggers/journal.ts';
import classes from './health-light.module.css';

/** How a trigger stands, as a dot; whoever draws it says it in words too. */
export function HealthLight({ state }: { readonly state: TriggerHealth | 'off' | 'paused' }) {
  return <span className={classes.light} data-state={state} aria-hidden />;
}
