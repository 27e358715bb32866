import type { Grant } from '../../../shared/agents/agent.ts';
import { createCallIds } from '../../../shared/agents/call-step.ts';
import type { TurnCall } from '../../../shared/agents/turn.ts';
import type { ModelToolCall } from '../../../shared/ai/model-call.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type Json } from '../../../shared/lib/json.ts';
import type { Offer } from './offers.ts';

/** More than this in one answer is a model that has lost its way. */
const MOST_CALLS = 50;
/** Questions to people: at once, and in a whole step. */
const MOST_QUESTIONS_AT_ONCE = 8;
const MOST_QUESTIONS = 24;

export interface CallsRequest {
  readonly calls: readonly ModelToolCall[];
  readonly offers: ReadonlyMap<string, Offer>;
  /** Counts the answers of the model. */
  readonly index: number;
  /** Questions to people that the step has asked before. */
  readonly askedBefore: number;
}

/**
 * What the calls of an answer are here. One for a tool that was not offered is answered as failed, and nothing is run for it.
 * Throws ActionError `TOO_MANY_CALLS` or `TOO_MANY_APPROVALS`, before anybody is asked.
 */
export function planCalls({ calls, offers, index, askedBefore }: CallsRequest): TurnCall[] {
  if (calls.length > MOST_CALLS) {
    throw new ActionError('TOO_MANY_CALLS', `The model asked for ${calls.length} tool calls at once; at most ${MOST_CALLS} are done`, {
      hint: 'Give the agent a smaller task, or another model.',
    });
  }
  const idOf = createCallIds();
  const planned = calls.map(({ tool, input }, number): TurnCall => {
    const id = `call_${index}_${number}`;
    const offer = offers.get(tool);
    if (offer === undefined) {
      const refused = {
        code: 'TOOL_NOT_GRANTED',
        message: `There is no tool ${tool} here, or it was not granted`,
        hint: `Use one of: ${[...offers.keys()].join(', ')}`,
      };
      return { step: idOf({ kind: 'action', name: tool }), id, tool, input, target: tool, grant: 'deny', refused };
    }
    const { target, grant, refused } = resolve(offer, input);
    return {
      step: idOf({ kind: offer.kind, name: target }),
      id,
      tool,
      input: inputFor(offer, input),
      target,
      grant,
      ...(refused === undefined ? {} : { refused }),
    };
  });
  refuseFlood(planned.filter(asksPerson).length, askedBefore);
  return planned;
}

/** Whether a person is asked before it is done, or by it. */
export function asksPerson({ grant, target, refused }: TurnCall): boolean {
  return refused === undefined && (grant === 'ask' || target === 'ask' || target === 'inbox.escalate');
}

function resolve(offer: Offer, input: Json): { target: string; grant: Grant; refused?: { code: string; message: string; hint?: string } } {
  if (offer.agents === undefined) return { target: offer.target, grant: offer.grant };
  const { agent, task } = isJsonObject(input) ? input : {};
  const target = typeof agent === 'string' ? agent : '';
  const grant = offer.agents.get(target);
  if (grant !== undefined && typeof task === 'string' && task.trim() !== '') return { target, grant };
  const message = grant === undefined ? `There is no agent ${JSON.stringify(target)} that work can be handed to` : 'The task is missing';
  return {
    target,
    grant: 'deny',
    refused: { code: 'CANNOT_DELEGATE', message, hint: `Give one of: ${[...offer.agents.keys()].join(', ')}` },
  };
}

function inputFor({ hidden = [], fixed = {} }: Offer, input: Json): Json {
  if (!isJsonObject(input)) return input;
  return { ...Object.fromEntries(Object.entries(input).filter(([name]) => !hidden.includes(name))), ...fixed };
}

function refuseFlood(asked: number, before: number): void {
  if (asked <= MOST_QUESTIONS_AT_ONCE && asked + before <= MOST_QUESTIONS) return;
  const many = asked > MOST_QUESTIONS_AT_ONCE ? `${asked} questions at once` : `${asked + before} questions in one step`;
  throw new ActionError('TOO_MANY_APPROVALS', `The agent would ask a person ${many}; nobody was asked, and nothing was done`, {
    hint: `At most ${MOST_QUESTIONS_AT_ONCE} at once and ${MOST_QUESTIONS} in a step: grant what it may do unasked, or deny it.`,
  });
}
