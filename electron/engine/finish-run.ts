import { toStepError } from '../../shared/lib/action-error.ts';
import { isJsonObject, type JsonObject } from '../../shared/lib/json.ts';
import type { RunError } from '../../shared/run/events.ts';
import type { TerminalRunStatus } from '../../shared/run/status.ts';
import type { LiveRun } from './live-run.ts';
import { renderEnvironment } from './perform/environment.ts';
import { createScope, visibleFrom } from './run-scope.ts';
import { maskError, maskValues } from './secrets/mask-event.ts';
import type { Effect, Failure } from './walk/walk-state.ts';

/** Answers the walk's `finishRun`: works out the run's outputs and writes its end. Outputs that cannot be worked out fail the run. */
export async function finishRun(live: LiveRun, effect: Extract<Effect, { type: 'finishRun' }>): Promise<void> {
  const { store } = live.parts;
  const { masks } = live.parts.secrets;
  const result = await resultOf(live, effect);
  const { status } = result;
  const outputs = result.outputs === null ? null : maskValues(masks, result.outputs);
  const error = result.error === null ? null : maskError(masks, result.error);
  await live.record({ type: 'run.finished', status, ...(error === null ? {} : { error }) }, (at) => {
    if (!store.runs.finish(live.row.key, status, at, outputs, error)) throw new Error(`Run ${live.row.id} has ended already`);
    store.inbox.withdrawAll(live.row.key, at);
  });
}

interface Result {
  readonly status: TerminalRunStatus;
  readonly outputs: JsonObject | null;
  readonly error: RunError | null;
}

async function resultOf(live: LiveRun, { status, failure }: Extract<Effect, { type: 'finishRun' }>): Promise<Result> {
  if (status !== 'completed' && status !== 'completed_with_errors') {
    // A run that took too long fails no step by itself: those that were stopped for it are not the reason.
    const isOwn = failure === undefined || status === 'timed_out';
    return { status, outputs: null, error: isOwn ? stopped(live, status) : runError(failure) };
  }
  const { outputs } = live.plan.document;
  // A run up to one step has no end to speak of.
  if (outputs === undefined || live.row.untilStep !== null) return { status, outputs: {}, error: null };
  try {
    const scope = createScope(live, visibleFrom(live.plan, undefined), await renderEnvironment(live, undefined));
    const rendered = await live.parts.render(outputs, scope);
    return { status, outputs: isJsonObject(rendered) ? rendered : {}, error: null };
  } catch (thrown) {
    const { code, message, hint } = toStepError(thrown);
    const error = {
      code,
      message: `The outputs of the run cannot be worked out: ${message}`,
      stepId: null,
      ...(hint === undefined ? {} : { hint }),
    };
    return { status: 'failed', outputs: null, error };
  }
}

function stopped(live: LiveRun, status: TerminalRunStatus): RunError | null {
  if (status !== 'timed_out') return null;
  return {
    code: 'RUN_TIMEOUT',
    message: `The run took longer than ${live.plan.timeoutMs ?? 0} ms, the limit in settings.timeout`,
    stepId: null,
  };
}

function runError({ path, error }: Failure): RunError {
  const { code, message, hint } = error;
  return { code, message, stepId: path.split('/').at(-1) ?? path, ...(hint === undefined ? {} : { hint }) };
}
