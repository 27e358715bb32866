import type { ArmContext, TriggerBehaviour } from '../behaviour.ts';

/** Nothing to watch: a person's request is admitted directly. */
export async function armManual({ trigger, ports }: ArmContext<unknown>): Promise<TriggerBehaviour> {
  ports.setHealth(trigger.key, 'armed');
  return { wake: async () => {}, close: async () => {} };
}
