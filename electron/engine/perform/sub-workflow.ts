import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject } from '../../../shared/lib/json.ts';
import type { StepOf } from '../../../shared/workflow/schema.ts';
import { taskKeyOf } from '../keys.ts';
import type { LiveRun, Perform } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { recordStart } from './begin.ts';
import { childFailed } from './context.ts';
import { recordSuccess } from './settle.ts';

/** Starts a child run and waits for it. The key makes it the same child when a crash comes between. */
export const performWorkflow: Perform = async (live, step, attempt) => {
  const { workflow, with: values } = step.plan.step as StepOf<'workflow'>;
  const scope = live.scopeOf(step);
  const rendered = await live.parts.render(values ?? {}, scope);
  const name = String(await live.parts.render(workflow, scope));
  void recordStart(live, step, attempt, { effect: 'internal', input: rendered });
  const admitted = await live.host.startChild({
    parent: live.row,
    path: step.path,
    workflow: name,
    with: isJsonObject(rendered) ? rendered : {},
    dedupeKey: `child:${taskKeyOf(live.parts.store.installId, live.row.id, step.path)}:${attempt}`,
  });
  if (admitted.verdict === 'skipped') {
    throw new ActionError('WORKFLOW_BUSY', `The workflow ${name} is busy with run ${admitted.busy.id}, and its whenBusy is skip`, {
      kind: 'retryable',
      hint: 'Wait for that run, or let it queue: settings.concurrency.whenBusy: queue',
    });
  }
  const { id } = admitted.run;
  await live.record({ type: 'step.waiting', path: step.path, runId: id }, (at) => {
    live.parts.store.steps.settle(live.row.key, step.path, { status: 'waiting', at, reason: `run ${id} of ${name}` });
  });
};

/** Answers the walk's `awaitRun`. Throws ActionError `WORKFLOW_FAILED`. */
export async function finishWithChild(live: LiveRun, step: StepState, runId: string): Promise<void> {
  const child = await live.host.whenEnded(runId);
  if (live.state.steps.get(step.path)?.status !== 'waiting') return;
  const { workflow } = step.plan.step as StepOf<'workflow'>;
  if (child.status !== 'completed' && child.status !== 'completed_with_errors') {
    throw childFailed(workflow, runId, child.status, child.error?.message);
  }
  await recordSuccess(live, step, step.attempt, { output: child.outputs ?? {} });
}
