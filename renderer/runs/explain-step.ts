import { callStepOf } from '../../shared/agents/call-step.ts';
import type { RunPicture, StepPicture } from '../../shared/run/run-picture.ts';
import { isTerminalRun, isTerminalStep } from '../../shared/run/status.ts';
import { idOfPath } from '../../shared/run/step-place.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import { reasonText } from '../ui/reason-text.ts';

/** Why a step stands as it does, in a sentence. */
export function explainStep(plan: Plan | undefined, picture: RunPicture, path: string): string {
  const step = picture.steps.get(path);
  if (step === undefined || step.state === 'pending') return explainPending(plan, picture, path);
  switch (step.state) {
    case 'ready':
      return step.reason === undefined ? 'It is next: it waits for a free place.' : `It starts again: ${step.reason}.`;
    case 'running':
      if (step.inner?.rounds !== undefined)
        return step.inner.open === 0 ? 'Its model is being asked.' : 'What its model has asked for is at work.';
      return step.inner === undefined ? `Attempt ${step.attempts} is at work.` : 'What is inside it is at work.';
    case 'waiting':
      return explainWait(step);
    case 'unknown':
      return step.reason ?? 'Whether it took effect cannot be told.';
    case 'failed':
    case 'timed_out':
      return explainFailure(plan, step);
    case 'skipped':
      return `It was skipped: ${step.reason ?? 'nothing led to it'}.`;
    case 'cancelled':
      return `It was stopped: ${step.reason ?? 'the run was ending'}.`;
    case 'succeeded':
      return explainSuccess(step);
  }
}

function explainFailure(plan: Plan | undefined, { path, error, reason, attempts, inner }: StepPicture): string {
  if (error === undefined) return reason === undefined ? 'It failed.' : `It failed: ${reason}.`;
  if (inner !== undefined && inner.rounds === undefined) return 'Something inside it failed.';
  if (callStepOf(idOfPath(path)) !== undefined) return 'It failed, and the model was told why.';
  if (attempts > 1) return `All ${attempts} attempts failed.`;
  if (error.kind === 'needs_person') return 'It needs something that only you can do.';
  if (error.kind !== 'retryable') return 'It failed in a way that another try would not change.';
  const allowed = plan?.byId.get(idOfPath(path))?.retry.maxRetries ?? 0;
  return allowed === 0 ? 'It failed. It has no retries set.' : 'It failed, and was not tried again.';
}

function explainSuccess({ reason, attempts, branch }: StepPicture): string {
  if (reason !== undefined) return `${reason[0]?.toUpperCase() ?? ''}${reason.slice(1)}.`;
  if (branch !== undefined) return `It chose ${branch}.`;
  return attempts > 1 ? `It succeeded at attempt ${attempts}.` : 'It succeeded.';
}

function explainWait(step: StepPicture): string {
  const span = step.spans.at(-1);
  if (span?.kind === 'child') return 'It waits for the run that it has started.';
  if (span?.kind === 'retry') return `${step.reason ?? 'It failed'}. It is ${span.note ?? 'tried again later'}.`;
  return `It waits ${reasonText(step.reason ?? 'for its time')}.`;
}

function explainPending(plan: Plan | undefined, picture: RunPicture, path: string): string {
  if (isTerminalRun(picture.status)) return 'It was not reached: the run ended before.';
  const id = idOfPath(path);
  const prefix = path.slice(0, path.length - id.length);
  const step = plan?.byId.get(id);
  const missing = (step?.edges ?? []).flatMap(({ from }) => {
    const state = picture.steps.get(prefix + from)?.state;
    return state !== undefined && isTerminalStep(state) ? [] : [plan?.byId.get(from)?.name ?? from];
  });
  if (missing.length === 0) return 'It waits for its turn.';
  return `It waits for ${missing.slice(0, 4).join(', ')}${missing.length > 4 ? ` and ${missing.length - 4} more` : ''}.`;
}
