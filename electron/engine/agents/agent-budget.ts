import { type AgentLimits, agentLimits } from '../../../shared/agents/agent.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { StepOf } from '../../../shared/workflow/schema.ts';
import type { AgentSpending } from '../../store/agent-turns-table.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { agentChain, requireAgent, taskOf } from './agent-steps.ts';

/** The budget of an agent step: it holds for all that the step does and hands on. */
export interface StepBudget {
  readonly path: string;
  readonly limit: { readonly tokens: number; readonly cost?: number };
}

/** What an agent may still use up. Of tokens and money, the accounts of the model caller say it, since calls side by side share them. */
export interface BudgetLeft {
  readonly timeMs: number;
  readonly budgets: readonly StepBudget[];
}

/**
 * Worked out from what is written, so that a restart gives nothing back. What a step hands on counts for it too: the least of its own budget and
 * those of the agents that have handed work to it is left. Throws ActionError `AI_BUDGET` when nothing is.
 */
export async function budgetLeft(live: LiveRun, step: StepState): Promise<BudgetLeft> {
  let timeMs = Number.POSITIVE_INFINITY;
  const budgets: StepBudget[] = [];
  for (const at of agentChain(step)) {
    const limits = await limitsOf(live, at);
    const spent = spentBy(live, at);
    refuseOver(at, limits, spent);
    timeMs = Math.min(timeMs, limits.timeMs - spent.modelMs - spent.toolMs);
    budgets.push({ path: at.path, limit: { tokens: limits.tokens, ...(limits.cost === undefined ? {} : { cost: limits.cost }) } });
  }
  if (budgets.length === 0) throw new Error(`${step.path} is no agent step`);
  return { timeMs, budgets };
}

/** Calls that came to nothing were paid too. */
function spentBy({ parts, row }: LiveRun, { path }: StepState): AgentSpending {
  return { ...parts.store.agentTurns.spent(row.key, path), ...parts.store.modelCalls.spentWithin(row.id, path) };
}

/** The agent's budget, and the step's where that is less. */
async function limitsOf(live: LiveRun, step: StepState): Promise<AgentLimits> {
  const { agent } = await taskOf(live, step);
  const limits = agentLimits(requireAgent(live, agent).budget);
  const { budget } = step.plan.step as StepOf<'agent'>;
  const cost = Math.min(limits.cost ?? Number.POSITIVE_INFINITY, budget?.cost ?? Number.POSITIVE_INFINITY);
  return { ...limits, tokens: Math.min(limits.tokens, budget?.tokens ?? limits.tokens), cost: Number.isFinite(cost) ? cost : undefined };
}

function refuseOver(step: StepState, limits: AgentLimits, spent: AgentSpending): void {
  const timeMs = spent.modelMs + spent.toolMs;
  const over =
    spent.rounds >= limits.rounds
      ? `${spent.rounds} rounds`
      : spent.tokens >= limits.tokens
        ? `${spent.tokens} tokens`
        : limits.cost !== undefined && spent.cost >= limits.cost
          ? `$${spent.cost.toFixed(4)}`
          : timeMs >= limits.timeMs
            ? `${Math.round(timeMs / 1000)} s`
            : undefined;
  if (over === undefined) return;
  throw new ActionError('AI_BUDGET', `${step.plan.name} has used up its budget (${over}) and has not come to its end`, {
    hint: 'Raise the budget of the agent or of the step, or give it a smaller task.',
    details: { ...spent, limits: { ...limits, cost: limits.cost ?? null } },
  });
}
