import { isTimed } from './scopes.ts';
import { type Abort, type Effect, isWait, type RunState, type StepState, type StopKind } from './walk-state.ts';

/** Why nothing is to come of this step any more; undefined when it goes on. */
export function whyUnwanted(state: RunState, step: StepState): StopKind | undefined {
  if (step.scope.stopped !== undefined) return step.scope.stopped;
  return step.scope.halted && isTimed(state, step) ? 'failed' : undefined;
}

/** What a run that is taken up after a crash does with what was outstanding. */
export interface TakenUp {
  readonly begin: readonly Effect[];
  /** Asked for again: aborts are not kept outstanding, and what was told to stop may not have heard it. */
  readonly abort: readonly Abort[];
}

/** A step that had been asked to start and is told to stop never begins; neither does a model that was to be asked. */
export function takeUp(state: RunState): TakenUp {
  const begin: Effect[] = [];
  const abort: Abort[] = [];
  for (const effect of state.outstanding.values()) {
    const reason = whyStopped(state, effect);
    if (reason === undefined || isWait(effect)) begin.push(effect);
    if (reason !== undefined && 'path' in effect) abort.push({ type: 'abort', path: effect.path, reason });
  }
  return { begin, abort };
}

function whyStopped(state: RunState, effect: Effect): StopKind | undefined {
  if (!isWait(effect) && effect.type !== 'start' && effect.type !== 'askAgent') return undefined;
  const step = 'path' in effect ? state.steps.get(effect.path) : undefined;
  if (step === undefined) return undefined;
  return whyUnwanted(state, step) ?? (effect.type === 'askAgent' ? step.container?.stopping : undefined);
}

/** Steps of a paused run that had been asked to start and had not begun: the pause holds for them. */
export function heldByPause(state: RunState): { readonly step: StepState; readonly attempt: number }[] {
  if (!state.paused) return [];
  return [...state.outstanding.values()].flatMap((effect) => {
    const step = effect.type === 'start' ? state.steps.get(effect.path) : undefined;
    return effect.type === 'start' && step?.status === 'ready' ? [{ step, attempt: effect.attempt }] : [];
  });
}
