import type { Agent } from '../../../shared/agents/agent.ts';
import { fieldsAskedOf } from '../../../shared/agents/asked-fields.ts';
import type { TurnCall } from '../../../shared/agents/turn.ts';
import type { ModelAnswer } from '../../../shared/ai/model-call.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { failpoint } from '../../../shared/lib/failpoint.ts';
import type { JsonObject } from '../../../shared/lib/json.ts';
import type { StepOf } from '../../../shared/workflow/schema.ts';
import { INLINE_LIMIT_BYTES } from '../../store/blobs.ts';
import type { LiveRun } from '../live-run.ts';
import { finishContainer } from '../perform/containers.ts';
import { isHalted, type StepState } from '../walk/walk-state.ts';
import { budgetLeft } from './agent-budget.ts';
import { agentChain, contentOf, requireAgent, taskOf } from './agent-steps.ts';
import { askModel } from './ask-model.ts';
import { type Offer, offersFor } from './offers.ts';
import { ownEscalationRule, requireHelp } from './own-escalation.ts';
import { asksPerson, planCalls } from './plan-calls.ts';
import { transcriptOf } from './transcript.ts';
import { writeTurn } from './turn-content.ts';

/**
 * Answers the walk's `askAgent`: the model is asked with everything that was said and done so far, and its answer is written down with the
 * event. Throws what the model caller throws, and ActionError `AI_BUDGET`, `AGENT_MISSING`, `ESCALATED`, `ESCALATION_TIMEOUT`, `TOO_MANY_CALLS` or `TOO_MANY_APPROVALS`.
 */
export async function askAgent(live: LiveRun, step: StepState, index: number, signal: AbortSignal): Promise<void> {
  const stopping = step.container?.stopping;
  if (stopping !== undefined || isHalted(step.scope)) {
    const outcome = stopping === 'timed_out' ? 'timed_out' : 'cancelled';
    return finishContainer(live, step, { type: 'finishStep', path: step.path, outcome });
  }
  const { agent: name, prompt } = await taskOf(live, step);
  requireHelp(live, step);
  const agent = requireAgent(live, name);
  const left = await budgetLeft(live, step);
  const offers = await offersOf(live, step, agent);
  const startedAt = live.parts.clock.now();
  const answer = await inTime(live, step, left.timeMs, signal, (within) =>
    askModel(live, step, within, {
      agent,
      messages: transcriptOf(live, step, prompt),
      tools: [...offers.values()].map(({ tool }) => tool),
      budgets: left.budgets,
      schema: schemaOf(live, step),
    }),
  );
  const calls = planCalls({ calls: answer.toolCalls, offers, index, askedBefore: countQuestions(live, step) });
  failpoint('C5');
  await recordTurn(live, step, index, { agent: name, answer, calls, startedAt });
}

async function offersOf(live: LiveRun, step: StepState, agent: Agent): Promise<ReadonlyMap<string, Offer>> {
  const tasks = await Promise.all(agentChain(step).map((at) => taskOf(live, at)));
  const stepTools = (step.plan.step as StepOf<'agent'>).tools;
  return offersFor(live, { agent, stepTools, chain: tasks.map((task) => task.agent), escalation: ownEscalationRule(step) });
}

/** What the author says, else what later steps read of it. */
function schemaOf(live: LiveRun, { plan }: StepState): JsonObject | undefined {
  if (plan.step.outputSchema !== undefined) return plan.step.outputSchema as JsonObject;
  const fields = plan.isCall ? [] : fieldsAskedOf(live.plan.document, plan.id);
  if (fields.length === 0) return undefined;
  const text = { type: 'string' };
  const value = { anyOf: [text, { type: 'array', items: text }] };
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field, value])),
    required: fields,
    additionalProperties: false,
  };
}

async function inTime<T>(
  live: LiveRun,
  step: StepState,
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { clock } = live.parts;
  const late = new AbortController();
  const timer = clock.setTimeout(() => {
    const message = `${step.plan.name} has used up the time of its budget, and its model has not answered`;
    late.abort(new ActionError('AI_BUDGET', message, { hint: 'Raise the budget of the agent, or give it a smaller task.' }));
  }, ms);
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    clock.clearTimeout(timer);
  }
}

function countQuestions(live: LiveRun, step: StepState): number {
  const turns = live.parts.store.agentTurns.ofStep(live.row.key, step.path);
  return turns.reduce((sum, turn) => sum + contentOf(live, turn).calls.filter(asksPerson).length, 0);
}

interface Turn {
  readonly agent: string;
  readonly answer: ModelAnswer;
  readonly calls: readonly TurnCall[];
  readonly startedAt: number;
}

async function recordTurn(live: LiveRun, step: StepState, index: number, { agent, answer, calls, startedAt }: Turn): Promise<void> {
  const { store, secrets, logs, clock } = live.parts;
  const { model, reason, tokens, cost } = answer;
  const content = writeTurn(answer, calls, secrets.masks);
  const isLarge = Buffer.byteLength(content) > INLINE_LIMIT_BYTES;
  const stored = isLarge ? { content: null, contentBlob: store.blobs.put(content) } : { content, contentBlob: null };
  const { path, attempt } = step;
  const log = (line: string): void => logs.append(live.row.id, path, { at: clock.now(), attempt, stream: 'info', text: `${line}\n` });
  for (const call of calls) log(`→ ${call.step} ${JSON.stringify(call.input).slice(0, 300)}`);
  await live.record({ type: 'agent.turned', path, attempt, index, calls: calls.map((call) => call.step) }, (at) => {
    store.agentTurns.insert({
      runKey: live.row.key,
      path,
      number: index,
      attempt,
      agent,
      model,
      reason: secrets.masks.text(reason),
      tokensIn: tokens.input,
      tokensOut: tokens.output,
      tokens: tokens.total,
      cost,
      ...stored,
      startedAt,
      endedAt: at,
    });
  });
}
