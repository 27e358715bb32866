import type { RunState } from '../../electron/engine/walk/walk-state.ts';
import type { EffectClass } from '../../shared/actions/action.ts';
import { callStepOf } from '../../shared/agents/call-step.ts';
import type { RunEvent } from '../../shared/run/events.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import { fold, snapshot } from '../support/engine-random-walk.ts';
import { endOf, type Violation } from './invariants.ts';

/** What must be true of a simulated run that has ended. `ledger`: attempt (`path#number`) → how often its effect happened. */
export function checkSimulated(plan: Plan, state: RunState, events: readonly RunEvent[], ledger: ReadonlyMap<string, number>): Violation[] {
  const found: Violation[] = [];
  const effects = new Map<string, EffectClass>();
  const succeeded = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'step.started') effects.set(`${event.path}#${event.attempt}`, event.effect);
    if (event.type !== 'step.succeeded') continue;
    succeeded.set(event.path, (succeeded.get(event.path) ?? 0) + 1);
    const attempt = `${event.path}#${event.attempt}`;
    const id = event.path.slice(event.path.lastIndexOf('/') + 1);
    const isAction = (callStepOf(id) ?? plan.byId.get(id))?.kind === 'action';
    if (isAction && effects.has(attempt) && !ledger.has(attempt))
      found.push({ invariant: 'I4', detail: `${attempt} succeeded without an effect` });
  }
  for (const [path, count] of succeeded) if (count > 1) found.push({ invariant: 'I3', detail: `${path} succeeded ${count} times` });
  for (const [attempt, count] of ledger) {
    const effect = effects.get(attempt);
    if (count > 1 && (effect === 'keyed' || effect === 'once'))
      found.push({ invariant: 'I5', detail: `${attempt} (${effect}) happened ${count} times` });
  }
  if (state.phase === 'ended')
    for (const path of begunAndNotEnded(events))
      found.push({ invariant: 'I12', detail: `${path} had begun, and is not told to have ended` });
  const again = JSON.stringify(snapshot(fold(plan, events)));
  if (again !== JSON.stringify(snapshot(state))) found.push({ invariant: 'I12', detail: 'the fold of the events is another state' });
  return found;
}

function begunAndNotEnded(events: readonly RunEvent[]): Set<string> {
  const open = new Set<string>();
  for (const event of events) {
    if (event.type === 'step.started' || event.type === 'step.interrupted') open.add(event.path);
    else if ('path' in event && endOf(event) !== undefined) open.delete(event.path);
  }
  return open;
}
