import { parseApprovalRequest } from '../../../shared/inbox/inbox-field.ts';
import type { InboxAnswer, InboxContent, InboxKind } from '../../../shared/inbox/inbox-item.ts';
import { ActionError, toStepError } from '../../../shared/lib/action-error.ts';
import { parseDuration } from '../../../shared/lib/duration.ts';
import { showControls } from '../../../shared/lib/show-controls.ts';
import type { StepOf } from '../../../shared/workflow/schema.ts';
import type { InboxRow } from '../../store/inbox-table.ts';
import { callOf, inputOf } from '../agents/agent-steps.ts';
import type { LiveRun, Perform } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { hashOf, publishEscalation } from './escalation.ts';
import { recordError, recordSuccess, type Success } from './settle.ts';

/** Asks a person, and waits. What is shown is fixed now: the answer is to exactly these bytes. */
export const performApprove: Perform = async (live, step, attempt) => {
  const { approve } = step.plan.step as StepOf<'approve'>;
  const { store, clock, newId } = live.parts;
  const rendered = step.plan.isCall ? await questionOf(live, step) : await live.parts.render(pick(approve), live.scopeOf(step));
  const parsed = parseApprovalRequest(rendered);
  if (!parsed.ok) {
    throw new ActionError('INVALID_APPROVAL', `What ${step.plan.name} asks is not valid: ${parsed.problem}`, {
      hint: 'A field has a name, a type (string, text, number, boolean, choice with choices), and may be required.',
    });
  }
  const { message, from, fields } = parsed.request;
  const content: InboxContent = {
    title: step.plan.name,
    message,
    fields,
    ...(approve.rewindTo === undefined ? {} : { rewindTo: approve.rewindTo }),
  };
  const ms = approve.timeout === undefined ? undefined : parseDuration(approve.timeout);
  const limit = ms === undefined ? {} : { until: clock.now() + ms };
  const id = newId();
  await live.record({ type: 'step.waiting', path: step.path, item: id, ...limit }, (at) => {
    store.inbox.insert({
      id,
      kind: 'approval',
      runKey: live.row.key,
      path: step.path,
      question: `approve:${attempt}`,
      askedOf: from ?? null,
      severity: null,
      content,
      contentHash: hashOf(content),
      openedAt: at,
      dueAt: limit.until ?? null,
    });
    const reason = `for the approval of ${from ?? 'a person'}`;
    store.steps.settle(live.row.key, step.path, { status: 'waiting', at, attempts: attempt, startedAt: at, reason });
  });
};

/** What an agent asks a person, with nothing hidden in it. */
async function questionOf(live: LiveRun, step: StepState): Promise<Readonly<Record<string, unknown>>> {
  const { question } = inputOf(await callOf(live, step));
  const message = showControls(typeof question === 'string' ? question : JSON.stringify(question ?? ''));
  return { message, fields: [{ name: 'answer', type: 'text', label: 'Your answer' }] };
}

function pick({ message, from, fields }: StepOf<'approve'>['approve']): Readonly<Record<string, unknown>> {
  return { message, ...(from === undefined ? {} : { from }), ...(fields === undefined ? {} : { fields }) };
}

/** What the step gives once somebody has answered, or nobody in time. */
export function outcomeOf(kind: InboxKind, { decision, by, fields, comment }: InboxAnswer): Success {
  const approved = decision === 'approve';
  const said = comment === null ? '' : `: ${comment}`;
  const reason = `${approved ? 'approved' : 'not approved'} ${by === null ? 'by anybody' : `by ${by}`}${said}`;
  return { output: { approved, by, fields, comment }, ...(kind === 'approval' ? { branch: String(approved) } : {}), reason };
}

/** Nobody has answered in time: what the author has written for that. */
export async function approvalExpired(live: LiveRun, step: StepState, item: InboxRow): Promise<void> {
  const { timeout = 0, onTimeout = 'reject', escalateTo } = (step.plan.step as StepOf<'approve'>).approve;
  const { store, clock } = live.parts;
  const comment = `Nobody answered within ${timeout}`;
  const nobody: InboxAnswer = { decision: onTimeout === 'approve' ? 'approve' : 'reject', by: null, fields: {}, comment };
  const expire = (at: number): void => store.inbox.close(item, 'expired', nobody, at);
  if (onTimeout === 'fail') {
    const error = new ActionError('APPROVAL_TIMEOUT', `Nobody answered ${step.plan.name} within ${timeout}`);
    return recordError(live, step, Math.max(step.attempt, 1), toStepError(error), true, expire);
  }
  if (onTimeout !== 'escalate' || item.escalatedAt !== null) {
    return recordSuccess(live, step, Math.max(step.attempt, 1), { ...outcomeOf(item.kind, nobody), beside: expire });
  }
  const until = clock.now() + (parseDuration(timeout) ?? 0);
  await live.record({ type: 'step.waiting', path: step.path, item: item.id, until }, (at) => {
    store.inbox.escalate(item.id, { askedOf: escalateTo ?? null, dueAt: until, at });
    publishEscalation(live, step, { severity: 'high', message: `${step.plan.name}: ${comment}`, item: item.id }, at);
    const reason = `for the approval of ${escalateTo ?? item.askedOf ?? 'a person'}: nobody answered before`;
    store.steps.settle(live.row.key, step.path, { status: 'waiting', at, reason });
  });
  live.parts.events.tell();
}
