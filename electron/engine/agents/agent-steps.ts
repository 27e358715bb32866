import type { Agent } from '../../../shared/agents/agent.ts';
import type { TurnCall, TurnContent } from '../../../shared/agents/turn.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json } from '../../../shared/lib/json.ts';
import type { StepOf } from '../../../shared/workflow/schema.ts';
import { type AgentTurnRow, turnContent } from '../../store/agent-turns-table.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';

/** What an agent step was given when it began. */
export interface AgentTask {
  readonly agent: string;
  readonly prompt: string;
}

/** The agent step that a call was made in; undefined for any other step. */
export function callerOf(step: StepState): StepState | undefined {
  return step.plan.isCall ? step.scope.owner : undefined;
}

/** The step and the agent steps around it, the innermost first. */
export function agentChain(step: StepState): StepState[] {
  const chain: StepState[] = [];
  for (let at: StepState | undefined = step; at !== undefined; at = at.scope.owner) if (at.plan.kind === 'agent') chain.push(at);
  return chain;
}

/** As it is now: who changes an agent in the middle of a run changes its next round. Throws ActionError `AGENT_MISSING`. */
export function requireAgent(live: LiveRun, name: string): Agent {
  const row = live.parts.store.agents.get(name);
  if (row !== undefined) return row.agent;
  throw new ActionError('AGENT_MISSING', `There is no agent ${JSON.stringify(name)}`, {
    hint: `Make it: pawl agents create-missing ${JSON.stringify(live.plan.document.name)}`,
  });
}

/** What the step was given at its last start, from what was written then. */
export async function taskOf(live: LiveRun, step: StepState): Promise<AgentTask> {
  await whenWritten(live);
  const input = live.parts.store.attempts.get(live.row.key, step.path, step.attempt)?.input;
  const { agent, prompt } = isJsonObject(input) ? input : {};
  if (typeof agent === 'string' && typeof prompt === 'string') return { agent, prompt };
  throw new Error(`The agent step ${step.path} of run ${live.row.id} was begun without a task`);
}

/** What the model has asked for with this step. Reads what is on the disk: nothing is done for an answer that could still be lost. */
export async function callOf(live: LiveRun, step: StepState): Promise<TurnCall> {
  await whenWritten(live);
  const { owner, index = 0 } = step.scope;
  const turn = owner === undefined ? undefined : live.parts.store.agentTurns.get(live.row.key, owner.path, index);
  const call = turn === undefined ? undefined : contentOf(live, turn).calls.find((one) => one.step === step.plan.id);
  if (call === undefined) throw new Error(`No answer of a model has asked for ${step.path} of run ${live.row.id}`);
  return call;
}

export function contentOf(live: LiveRun, turn: AgentTurnRow): TurnContent {
  return turnContent(turn, live.parts.store.blobs);
}

/** The parameters of a call; what is no map has none. */
export function inputOf({ input }: TurnCall): Record<string, Json> {
  return isJsonObject(input) ? { ...input } : {};
}

export function promptOf(step: StepState): string {
  return (step.plan.step as StepOf<'agent'>).prompt;
}

async function whenWritten(live: LiveRun): Promise<void> {
  await live.parts.store.write(() => undefined);
}
