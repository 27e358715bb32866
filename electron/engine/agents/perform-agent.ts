import type { StepOf } from '../../../shared/workflow/schema.ts';
import type { Perform } from '../live-run.ts';
import { recordStart } from '../perform/begin.ts';
import { type AgentTask, callOf, inputOf, promptOf, requireAgent } from './agent-steps.ts';
import { approveCall } from './approve-call.ts';

/** Begins an agent step: what it is asked is fixed now, for every round. The walk asks its model itself. */
export const performAgent: Perform = async (live, step, attempt, signal) => {
  const task = await taskFor(live, step, signal);
  requireAgent(live, task.agent);
  signal.throwIfAborted();
  await recordStart(live, step, attempt, { effect: 'internal', input: { ...task } });
};

async function taskFor(live: Parameters<Perform>[0], step: Parameters<Perform>[1], signal: AbortSignal): Promise<AgentTask> {
  if (step.plan.isCall) {
    const call = await callOf(live, step);
    await approveCall(live, step, signal, call);
    return { agent: call.target, prompt: String(inputOf(call)['task'] ?? '') };
  }
  const rendered = await live.parts.render(promptOf(step), live.scopeOf(step));
  const prompt = typeof rendered === 'string' ? rendered : JSON.stringify(rendered);
  return { agent: (step.plan.step as StepOf<'agent'>).agent, prompt };
}
