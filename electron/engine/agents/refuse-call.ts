import { ActionError } from '../../../shared/lib/action-error.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { callOf } from './agent-steps.ts';

/** A call that is not to be done fails with the reason, which goes back to the model. */
export async function refuseCall(live: LiveRun, step: StepState): Promise<void> {
  const { refused } = await callOf(live, step);
  if (refused === undefined) return;
  const { code, message, hint } = refused;
  throw new ActionError(code, message, hint === undefined ? {} : { hint });
}
