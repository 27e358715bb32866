import { isJsonObject, type Json } from '../../../shared/lib/json.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { contentOf } from './agent-steps.ts';

/**
 * What an agent step gives once its model has come to its end. The fields of a structured answer stand in it as well, where they have names of
 * their own: `{{ parse-changes.functions }}`. `cost` and `tokens` are those of everything that it has handed on, too.
 */
export async function agentResult(live: LiveRun, step: StepState): Promise<Json> {
  const { store } = live.parts;
  await store.write(() => undefined);
  const turn = store.agentTurns.ofStep(live.row.key, step.path).at(-1);
  if (turn === undefined) throw new Error(`The agent step ${step.path} of run ${live.row.id} has ended without an answer`);
  const { text, data = null } = contentOf(live, turn);
  const { tokens, cost } = store.agentTurns.spent(live.row.key, step.path);
  return {
    ...(isJsonObject(data) ? data : {}),
    result: data ?? text,
    response: text,
    data,
    tokens,
    cost,
    model: turn.model,
    escalated: false,
  };
}
