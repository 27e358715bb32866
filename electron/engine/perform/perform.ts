import { failpoint } from '../../../shared/lib/failpoint.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { StepKind } from '../../../shared/workflow/schema.ts';
import { performAgent } from '../agents/perform-agent.ts';
import { refuseCall } from '../agents/refuse-call.ts';
import type { LiveRun, Perform } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { performAction } from './action.ts';
import { performApprove } from './approval.ts';
import { performIf, performSwitch } from './decisions.ts';
import { takeGivenResult } from './given-result.ts';
import { performContainer, performForEach, performTimes } from './loops.ts';
import { recordSkip, recordSuccess } from './settle.ts';
import { performWorkflow } from './sub-workflow.ts';
import { performWaitFor } from './wait-for-event.ts';
import { performDelay, performUntil } from './waits.ts';

const performers: Readonly<Record<StepKind, Perform>> = {
  action: performAction,
  if: performIf,
  switch: performSwitch,
  forEach: performForEach,
  while: performContainer,
  times: performTimes,
  parallel: performContainer,
  delay: performDelay,
  until: performUntil,
  workflow: performWorkflow,
  agent: performAgent,
  approve: performApprove,
  waitFor: performWaitFor,
};

/** One attempt of one step, whatever its kind. Throws what the attempt failed with. */
export const performStep: Perform = async (live, step, attempt, signal) => {
  failpoint('C2');
  if (step.plan.isCall) {
    await refuseCall(live, step);
    signal.throwIfAborted();
    return performers[step.plan.kind](live, step, attempt, signal);
  }
  if (live.hasGiven && (await takeGivenResult(live, step, attempt))) return;
  if (live.reuse !== undefined && (await reuseResult(live, step, live.reuse))) return;
  const { when } = step.plan.step;
  if (when === false || (typeof when === 'string' && !(await holds(live, step, when)))) {
    return recordSkip(live, step, when === false ? 'when is false' : `when does not hold: ${when}`);
  }
  signal.throwIfAborted();
  await performers[step.plan.kind](live, step, attempt, signal);
};

async function holds(live: LiveRun, step: StepState, when: string): Promise<boolean> {
  const scope = live.scopeOf(step);
  const value = when.includes('{{') ? await live.parts.render(when, scope) : await live.parts.evaluate(when, scope);
  return Boolean(value) && value !== 'false';
}

/** A retried run takes the results of steps that succeeded before and are not to run again. Steps that set variables run again. */
async function reuseResult(live: LiveRun, step: StepState, reuse: NonNullable<LiveRun['reuse']>): Promise<boolean> {
  const { store } = live.parts;
  const isSet = 'action' in step.plan.step && step.plan.step.action === 'set';
  if (isSet || runsAgain(step, reuse.rerun) || reuse.until?.has(step.path) === false) return false;
  const before = store.steps.get(reuse.run.key, step.path);
  if (before?.status !== 'succeeded') return false;
  const text = before.outputBlob === null ? before.output : store.blobs.get(before.outputBlob);
  await recordSuccess(live, step, before.attempts, {
    output: text === null ? null : (JSON.parse(text) as Json),
    ...(before.branch === null ? {} : { branch: before.branch }),
    reason: `taken from run ${reuse.run.id}`,
  });
  return true;
}

function runsAgain(step: StepState, rerun: ReadonlySet<string>): boolean {
  for (let at: StepState | undefined = step; at !== undefined; at = at.scope.owner) if (rerun.has(at.plan.id)) return true;
  return false;
}
