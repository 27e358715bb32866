import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json } from '../../../shared/lib/json.ts';
import type { StepOf } from '../../../shared/workflow/schema.ts';
import type { RunRow } from '../../store/runs-table.ts';
import { callOf, inputOf } from '../agents/agent-steps.ts';
import { approveCall } from '../agents/approve-call.ts';
import type { LiveRun, Perform } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { recordStart } from './begin.ts';
import { outputsOf, startChild } from './child.ts';
import { isShutdown, recordSuccess } from './settle.ts';

/** Starts a child run and waits for it. The key makes it the same child when a crash comes between. */
export const performWorkflow: Perform = async (live, step, attempt, signal) => {
  const { name, version, rendered } = step.plan.isCall ? await calledWith(live, step, signal) : await writtenWith(live, step);
  signal.throwIfAborted();
  void recordStart(live, step, attempt, { effect: 'internal', input: live.parts.marks.show(rendered).value });
  const admitted = await startChild(live, step, attempt, { workflow: name, version, with: isJsonObject(rendered) ? rendered : {} });
  if (admitted.verdict === 'skipped') {
    throw new ActionError('WORKFLOW_BUSY', `The workflow ${name} is busy with run ${admitted.busy.id}, and its whenBusy is skip`, {
      kind: 'retryable',
      hint: 'Wait for that run, or let it queue: settings.concurrency.whenBusy: queue',
    });
  }
  const { id } = admitted.run;
  if (signal.aborted) {
    if (!isShutdown(signal)) live.host.cancelChild(id, `step ${step.path} of run ${live.row.id} was stopped`);
    signal.throwIfAborted();
  }
  await live.record({ type: 'step.waiting', path: step.path, runId: id }, (at) => {
    live.parts.store.steps.settle(live.row.key, step.path, { status: 'waiting', at, reason: `run ${id} of ${name}` });
  });
};

interface Wish {
  readonly name: string;
  readonly version: string | undefined;
  readonly rendered: Json;
}

async function writtenWith(live: LiveRun, step: StepState): Promise<Wish> {
  const { workflow, version, with: values } = step.plan.step as StepOf<'workflow'>;
  const rendered = await live.parts.render(values ?? {}, live.scopeOf(step, {}, {}, 'marks'));
  return { name: String(await live.parts.render(workflow, live.scopeOf(step))), version, rendered };
}

async function calledWith(live: LiveRun, step: StepState, signal: AbortSignal): Promise<Wish> {
  const call = await callOf(live, step);
  await approveCall(live, step, signal, call);
  return { name: call.target, version: undefined, rendered: inputOf(call) };
}

/** Answers the walk's `awaitRun`. Throws ActionError `WORKFLOW_FAILED`. */
export async function finishWithChild(live: LiveRun, step: StepState, child: RunRow): Promise<void> {
  const { workflow } = step.plan.step as StepOf<'workflow'>;
  await recordSuccess(live, step, step.attempt, { output: outputsOf(workflow, child) });
}
