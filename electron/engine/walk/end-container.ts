import { type ContainerOutcome, type ContainerState, emit, type RunState, type StepState, type StopKind } from './walk-state.ts';

/** Everything in it has ended: asks for its result. */
export function finishContainer(state: RunState, step: StepState, container: ContainerState): void {
  const { failure } = container;
  const outcome = outcomeOf(container);
  emit(state, { type: 'finishStep', path: step.path, outcome, ...(failure === undefined ? {} : { failure }) });
}

/** An agent between two rounds asks no more, and with `abort` one whose model is being asked is stopped. */
export function stopRounds(state: RunState, step: StepState, why: StopKind, abort: boolean): void {
  const { container } = step;
  if (container?.queued === true) {
    container.queued = false;
    container.cut = true;
    finishContainer(state, step, container);
  } else if (abort && state.outstanding.get(`step:${step.path}`)?.type === 'askAgent')
    emit(state, { type: 'abort', path: step.path, reason: why });
}

function outcomeOf(container: ContainerState): ContainerOutcome {
  if (container.stopping === 'timed_out') return 'timed_out';
  if (container.stopping !== undefined) return 'cancelled';
  if (container.failure !== undefined) return 'failed';
  return container.cut ? 'cancelled' : 'succeeded';
}
