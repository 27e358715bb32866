import { callStepOf } from '../../shared/agents/call-step.ts';
import type { RunPicture, StepPicture } from '../../shared/run/run-picture.ts';
import { idOfPath } from '../../shared/run/step-place.ts';

/** What failed or asks is what a person came for. */
export function firstTrouble(picture: RunPicture): string | undefined {
  const steps = [...picture.steps.values()];
  // Who is asked has come to answer.
  const asking = steps.find(({ state, spans }) => state === 'waiting' && spans.at(-1)?.kind === 'person');
  return (asking ?? steps.find(isTroubled))?.path;
}

/** It failed, or nobody can tell how it ended. */
export function isTroubled({ path, state, inner }: StepPicture): boolean {
  if (state === 'unknown') return true;
  // What goes wrong with a call is its agent's to deal with.
  if (callStepOf(idOfPath(path)) !== undefined || (inner !== undefined && inner.rounds === undefined)) return false;
  return state === 'failed' || state === 'timed_out';
}

/** Of a step in a loop the iteration that says most: one in trouble, else the last. */
export function tellingPath(picture: RunPicture, id: string): string | undefined {
  let last: string | undefined;
  for (const [path, step] of picture.steps) {
    if (idOfPath(path) !== id) continue;
    if (isTroubled(step)) return path;
    last = path;
  }
  return last;
}
