import type { StopReason } from './perform/settle.ts';
import type { RunState, StepState } from './walk/walk-state.ts';

/** In words, for whoever reads the step's record. */
export function whyStopped(state: RunState, { container, plan }: StepState, reason: StopReason): string {
  if (container?.stopping === 'timed_out' && state.stop === undefined) return `${plan.name} took longer than ${plan.timeoutMs ?? 0} ms`;
  if (reason === 'timed_out') return 'the run took too long';
  if (reason === 'failed') return 'another step failed';
  return state.stopReason === undefined ? 'the run was cancelled' : `the run was cancelled (${state.stopReason})`;
}
