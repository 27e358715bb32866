import { checkEffects, noCounts } from './check-effects.ts';
import { drain } from './drain.ts';
import { createEffectCounter } from './effects.ts';
import { checkInvariants, type Violation } from './invariants.ts';
import { readLedger } from './ledger.ts';
import type { World } from './world.ts';

/** The faults are over: finishes what was begun and looks at everything. `accepted` are the runs whose admission was answered. */
export async function finishAndCheck(world: World, accepted: readonly string[]): Promise<Violation[]> {
  const left = await drain(world, { retryWouldDouble: 0, skipWouldLose: 0 });
  const violations: Violation[] = left.map((detail) => ({ invariant: 'I10', detail: `still under way: ${detail}` }));
  world.look((store) => {
    const runs = store.runs.list({ limit: -1 });
    violations.push(...checkInvariants(store, runs));
    violations.push(...checkEffects(store, runs, createEffectCounter(store, readLedger(world.ledgerFile)), noCounts()));
    for (const id of accepted)
      if (store.runs.byId(id) === undefined) violations.push({ invariant: 'I2', detail: `run ${id} was accepted and is gone` });
  });
  return violations;
}

/** Throws with what is wrong, and with where it can be looked at. */
export async function finishSoundly(world: World, accepted: readonly string[]): Promise<void> {
  const violations = await finishAndCheck(world, accepted);
  if (violations.length > 0) {
    const list = violations.slice(0, 5).map(({ invariant, detail }) => `${invariant} ${detail}`);
    throw new Error(`${list.join('; ')} (left in ${world.folder})`);
  }
}
