import type { Json } from '../../../shared/lib/json.ts';
import { agentResult } from '../agents/agent-result.ts';
import type { LiveRun } from '../live-run.ts';
import type { Effect, StepState } from '../walk/walk-state.ts';
import { escalateOutput } from './escalate-by-rule.ts';
import { collectItems, lastOutput } from './loops.ts';
import { recordCancelled, recordError, recordSuccess } from './settle.ts';

/** Answers the walk's `finishStep`: everything inside a loop or parallel step has ended. */
export async function finishContainer(live: LiveRun, step: StepState, effect: Extract<Effect, { type: 'finishStep' }>): Promise<void> {
  const { attempt } = step;
  switch (effect.outcome) {
    case 'succeeded': {
      const output = await outputOf(live, step);
      if (await escalateOutput(live, step, attempt, output)) return;
      return recordSuccess(live, step, attempt, { output });
    }
    case 'cancelled':
      return recordCancelled(live, step, attempt, 'the run is ending');
    case 'timed_out':
      return recordError(live, step, attempt, timeout(step), true);
    case 'failed': {
      const { failure } = effect;
      const message = failure === undefined ? `${step.plan.name} failed` : `${failure.path} failed: ${failure.error.message}`;
      return recordError(live, step, attempt, { ...(failure?.error ?? { code: 'FAILED', kind: 'fatal' }), message });
    }
  }
}

async function outputOf(live: LiveRun, step: StepState): Promise<Json> {
  if (step.plan.kind === 'agent') return agentResult(live, step);
  if (step.plan.kind === 'parallel') {
    const outputs: Record<string, Json> = {};
    for (const [name, list] of step.plan.branches) outputs[name] = lastOutput(live, list.steps, `${step.path}/${name}/`);
    return outputs;
  }
  const count = step.container?.count ?? step.container?.next ?? 0;
  return { items: await collectItems(live, step, count), count };
}

function timeout(step: StepState) {
  const ms = step.plan.timeoutMs ?? 0;
  return { code: 'TIMEOUT', message: `${step.plan.name} took longer than ${ms} ms`, kind: 'retryable' } as const;
}
