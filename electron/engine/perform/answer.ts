import { checkFields } from '../../../shared/inbox/inbox-field.ts';
import type { InboxAnswer } from '../../../shared/inbox/inbox-item.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { failpoint } from '../../../shared/lib/failpoint.ts';
import type { InboxRow } from '../../store/inbox-table.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { outcomeOf } from './approval.ts';
import { escalatedOutcome, isByRule } from './escalate-by-rule.ts';
import { recordError, recordSuccess } from './settle.ts';

/**
 * Gives a person's answer to the step that waits for it. Throws ActionError `NOT_OPEN` when it waits no more, `INVALID_ANSWER` when the form
 * does not fit.
 */
export async function recordAnswer(live: LiveRun, item: InboxRow, given: InboxAnswer): Promise<void> {
  const checked = checkFields(item.content.fields, given.fields, { required: given.decision === 'approve' });
  if (!checked.ok) {
    throw new ActionError('INVALID_ANSWER', checked.problems.map(({ message }) => message).join('; '), { hint: 'Fill in the form again.' });
  }
  failpoint('C10');
  const answer = { ...given, fields: checked.values };
  const step = live.state.steps.get(item.path);
  const close = (at: number): void => live.parts.store.inbox.close(item, 'answered', answer, at);
  if (step === undefined) throw notOpen(item);
  const asked = live.questions.get(item.id);
  if (asked !== undefined) {
    // Asked once more is answered once: whoever comes later finds no question.
    live.questions.delete(item.id);
    const { decision, by } = answer;
    await live.record({ type: 'step.answered', path: step.path, item: item.id, decision, by }, close);
    return asked(answer);
  }
  const waitsFor = live.state.outstanding.get(`step:${item.path}`);
  if (waitsFor?.type === 'start' && item.status === 'open' && !live.answers.has(item.id)) {
    // A step that a new engine has yet to take up: it will find the answer when it asks once more.
    live.answers.set(item.id, answer);
    return live.record({ type: 'step.answered', path: step.path, item: item.id, decision: answer.decision, by: answer.by }, close);
  }
  if (waitsFor?.type !== 'awaitAnswer' || waitsFor.item !== item.id) throw notOpen(item);
  return settleWith(live, step, item, answer, close);
}

function settleWith(live: LiveRun, step: StepState, item: InboxRow, answer: InboxAnswer, close: (at: number) => void): Promise<void> {
  const { decision, by, comment } = answer;
  const said = comment === null ? '' : `: ${comment}`;
  if (decision === 'push_back') return live.record({ type: 'run.cancelling', by: by ?? 'nobody', reason: `pushed back${said}` }, close);
  if (item.kind === 'escalation' && decision === 'reject') {
    const error = { code: 'NOT_RESOLVED', message: `${by} decided that ${step.plan.name} does not go on${said}`, kind: 'fatal' } as const;
    return recordError(live, step, Math.max(step.attempt, 1), error, false, close);
  }
  const outcome = isByRule(item) ? escalatedOutcome(item, answer) : outcomeOf(item.kind, answer);
  return recordSuccess(live, step, Math.max(step.attempt, 1), { ...outcome, beside: close });
}

export function notOpen({ id, status, answer }: InboxRow): ActionError {
  const by = answer?.by == null ? '' : ` by ${answer.by}`;
  const how = answer === null ? status.replaceAll('_', ' ') : `decided${by} (${answer.decision.replaceAll('_', ' ')})`;
  return new ActionError('NOT_OPEN', `The item ${id} is open no more: ${how}`, { hint: 'See what is open: pawl inbox' });
}
