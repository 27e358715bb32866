import { callStepOf } from '../../shared/agents/call-step.ts';
import type { TurnCall } from '../../shared/agents/turn.ts';
import type { AgentTurn, Transcript } from '../../shared/contract/run-details.ts';
import { isJsonObject } from '../../shared/lib/json.ts';
import { type AgentTurnRow, turnContent } from '../store/agent-turns-table.ts';
import type { RunRow } from '../store/runs-table.ts';
import type { Store } from '../store/store.ts';
import { notFound } from './failures.ts';
import { findStep, sized } from './run-details.ts';
import { iso } from './views.ts';

/** What an agent and its model have said in a step. Throws NOT_FOUND for a step that no agent has worked on. */
export function transcriptOf(store: Store, run: RunRow, step: string, largest: number): Transcript {
  const { path } = findStep(store, run, step);
  const turns = store.agentTurns.ofStep(run.key, path);
  const input = store.attempts.ofStep(run.key, path).at(-1)?.input;
  const { agent, prompt } = isJsonObject(input) ? input : {};
  if (typeof agent !== 'string' || typeof prompt !== 'string') throw notFound('step', step, store.agentTurns.paths(run.key));
  const { rounds, tokens, cost, modelMs, toolMs } = store.agentTurns.spent(run.key, path);
  return {
    path,
    agent,
    prompt,
    turns: turns.map((turn) => turnView(store, turn, largest)),
    spent: { rounds, tokens, cost, timeMs: modelMs + toolMs },
  };
}

function turnView(store: Store, turn: AgentTurnRow, largest: number): AgentTurn {
  const { text, data, calls } = turnContent(turn, store.blobs);
  const { number, attempt, model, reason, tokensIn, tokensOut, tokens, cost, startedAt, endedAt } = turn;
  return {
    number,
    attempt,
    model,
    reason,
    tokens: { input: tokensIn, output: tokensOut, total: tokens },
    cost,
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    text,
    data: data === undefined ? null : sized(data, { largest }),
    calls: calls.map((call) => callView(store, turn, call, largest)),
  };
}

function callView(store: Store, turn: AgentTurnRow, { step, target, grant, input }: TurnCall, largest: number): AgentTurn['calls'][number] {
  const path = `${turn.path}[${turn.number}]/${step}`;
  const row = store.steps.get(turn.runKey, path);
  const { startedAt = null, endedAt = null } = row ?? {};
  return {
    path,
    target,
    kind: callStepOf(step)?.kind ?? 'action',
    grant,
    input: sized(input, { largest }),
    state: row?.status ?? 'pending',
    durationMs: startedAt === null || endedAt === null ? null : endedAt - startedAt,
    error: row?.error ?? null,
  };
}
