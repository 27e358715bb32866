import { type Effect, isHalted, isWait, type RunState } from './walk-state.ts';

/** Aborts are not kept outstanding: after a crash, a run that was being stopped asks again for what still waits to be stopped. */
export function lostAborts(state: RunState): Effect[] {
  const reason = state.stop;
  if (reason === undefined) return [];
  return [...state.outstanding.values()].flatMap((effect) => {
    if (effect.type === 'finishRun' || !isWait(effect)) return [];
    const step = state.steps.get(effect.path);
    return step !== undefined && isHalted(step.scope) ? [{ type: 'abort', path: effect.path, reason } as const] : [];
  });
}
