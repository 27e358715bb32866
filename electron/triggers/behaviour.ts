import type { Clock } from '../../shared/lib/clock.ts';
import type { ArmedTrigger, TriggerPorts } from './trigger-ports.ts';

export interface ArmContext<Config> {
  readonly trigger: ArmedTrigger;
  readonly config: Config;
  readonly ports: TriggerPorts;
  readonly clock: Clock;
}

/** One armed trigger at work. */
export interface TriggerBehaviour {
  /** The machine woke up, or time may have passed unseen: look again. */
  wake(): Promise<void>;
  /** Resolves when nothing will fire any more. */
  close(): Promise<void>;
}

/** Resolves when no later event can be missed. */
export type ArmBehaviour<Config> = (context: ArmContext<Config>) => Promise<TriggerBehaviour>;
