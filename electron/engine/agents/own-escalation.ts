import type { EscalateRule } from '../../../shared/escalation/escalate-rule.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { isJsonObject, type JsonObject } from '../../../shared/lib/json.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { agentChain, contentOf } from './agent-steps.ts';

/** What an author says of a model that asks for help itself: the rule of the step, or of the one that has handed on the work. */
export function ownEscalationRule(step: StepState): EscalateRule | undefined {
  for (const { plan } of agentChain(step)) {
    const rules = 'escalate' in plan.step ? [plan.step.escalate ?? []].flat() : [];
    const found = rules.find(({ when }) => when === 'asked');
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The parameters of `inbox.escalate` that are not for the model to say. */
export function escalationBy({ severity, wait, timeout, onTimeout, to }: EscalateRule): JsonObject {
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(wait === undefined ? {} : { wait }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(onTimeout === undefined ? {} : { onTimeout }),
    ...(to === undefined ? {} : { to }),
  };
}

/**
 * Ends the step where its model has asked for help and its author wants it to fail then: at once (`wait: false`), or since nobody has come in time.
 * Throws ActionError `ESCALATED` or `ESCALATION_TIMEOUT`.
 */
export function requireHelp(live: LiveRun, step: StepState): void {
  const { agentTurns, steps } = live.parts.store;
  const turn = agentTurns.ofStep(live.row.key, step.path).at(-1);
  if (turn === undefined || turn.attempt !== step.attempt) return;
  const mayNotWait = ownEscalationRule(step)?.wait === false;
  for (const { target, input, step: call } of contentOf(live, turn).calls) {
    const { status, error } = steps.get(live.row.key, `${step.path}[${turn.number}]/${call}`) ?? {};
    if (error?.code === 'ESCALATION_TIMEOUT' || error?.code === 'ESCALATED') throw new ActionError(error.code, error.message);
    if (!mayNotWait || target !== 'inbox.escalate' || status !== 'succeeded') continue;
    const reason = isJsonObject(input) ? String(input['reason']) : 'its model has asked for it';
    throw new ActionError('ESCALATED', `${step.plan.name} needs help: ${reason}`, {
      hint: 'See what was escalated: pawl events escalation.',
    });
  }
}
