import { ActionError } from '../../../shared/lib/action-error.ts';
import type { Json, JsonObject } from '../../../shared/lib/json.ts';
import type { AdmissionOutcome } from '../../queue/admit.ts';
import type { RunRow } from '../../store/runs-table.ts';
import { taskKeyOf } from '../keys.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { isShutdown } from './settle.ts';

export interface ChildWish {
  /** A name or an id. */
  readonly workflow: string;
  readonly version?: string | undefined;
  readonly with: JsonObject;
}

/** The key makes it the same child when a crash comes between; another attempt of the step starts another child. */
export function startChild(live: LiveRun, step: StepState, attempt: number, wish: ChildWish): Promise<AdmissionOutcome> {
  const taskKey = taskKeyOf(live.parts.store.installId, live.row.id, step.path);
  return live.host.startChild({ parent: live.row, path: step.path, ...wish, dedupeKey: `child:${taskKey}:${attempt}` });
}

/** Runs another workflow within a step. With `wait`, gives its outputs or throws ActionError `WORKFLOW_FAILED`. */
export async function runChild(
  live: LiveRun,
  step: StepState,
  attempt: number,
  signal: AbortSignal,
  request: ChildWish & { readonly wait: boolean },
): Promise<Json> {
  const admitted = await startChild(live, step, attempt, { workflow: request.workflow, with: request.with });
  if (admitted.verdict === 'skipped') return { verdict: 'skipped', runId: admitted.busy.id };
  const { id } = admitted.run;
  if (!request.wait) return { runId: id };
  const letGo = new Promise<never>((_, reject) => {
    // A child is waited for until it has ended, stopped or not; only an engine that goes leaves it to the next one.
    const stop = (): void => {
      if (isShutdown(signal)) reject(signal.reason);
      else live.host.cancelChild(id, `step ${step.path} of run ${live.row.id} was stopped`);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  const ended = await Promise.race([live.host.whenEnded(id), letGo]);
  signal.throwIfAborted();
  return outputsOf(request.workflow, ended);
}

/** Throws ActionError `WORKFLOW_FAILED` when the run did not complete. */
export function outputsOf(workflow: string, run: RunRow): JsonObject {
  if (run.status === 'completed' || run.status === 'completed_with_errors') return run.outputs ?? {};
  const why = run.error === null ? '' : `: ${run.error.message}`;
  throw new ActionError('WORKFLOW_FAILED', `The workflow ${workflow} (run ${run.id}) ended ${run.status.replaceAll('_', ' ')}${why}`, {
    kind: 'retryable',
    hint: `See what happened: pawl show ${run.id}`,
  });
}
