import { type FoundRule, ruleForFailure, ruleForOutput } from '../../../shared/escalation/find-rule.ts';
import type { InboxAnswer, InboxContent } from '../../../shared/inbox/inbox-item.ts';
import { type StepError, toStepError } from '../../../shared/lib/action-error.ts';
import { parseDuration } from '../../../shared/lib/duration.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../shared/lib/json.ts';
import type { InboxRow } from '../../store/inbox-table.ts';
import type { LiveRun } from '../live-run.ts';
import { decideRetry } from '../retry-decision.ts';
import { maskError } from '../secrets/mask-event.ts';
import { isHalted, type StepState } from '../walk/walk-state.ts';
import { hashOf, publishEscalation } from './escalation.ts';
import { recordError, recordSuccess, type Success } from './settle.ts';

/** True when a rule of the step holds for what its model gave: the step waits for an answer then, or has failed, as the rule says. */
export async function escalateOutput(live: LiveRun, step: StepState, attempt: number, output: Json): Promise<boolean> {
  const rules = rulesOf(step);
  const found = rules === undefined ? undefined : ruleForOutput(rules, output);
  if (found === undefined || isHalted(step.scope)) return false;
  await escalate(live, step, attempt, found, { output });
  return true;
}

/** As `escalateOutput`, for a failure that is not tried again. What was stopped from outside, or is in doubt, is none of its business. */
export async function escalateFailure(
  live: LiveRun,
  step: StepState,
  attempt: number,
  thrown: unknown,
  signal: AbortSignal,
): Promise<boolean> {
  if (rulesOf(step) === undefined || signal.aborted || step.status !== 'running' || isHalted(step.scope)) return false;
  const { clock, random, secrets } = live.parts;
  const error = maskError(secrets.masks, toStepError(thrown));
  if (error.kind === 'unknown' || decideRetry(step.plan.retry, error, attempt, clock.now(), random()) !== undefined) return false;
  const found = ruleForFailure(rulesOf(step), error);
  if (found === undefined) return false;
  await escalate(live, step, attempt, found, { output: null, error });
  return true;
}

function rulesOf({ plan: { step } }: StepState) {
  return 'escalate' in step ? step.escalate : undefined;
}

interface Given {
  readonly output: Json;
  readonly error?: StepError;
}

/** What is asked is bound to the attempt. The rule's choice for a late answer stands in the name of the question. */
async function escalate(
  live: LiveRun,
  step: StepState,
  attempt: number,
  { rule, reason }: FoundRule,
  { output, error }: Given,
): Promise<void> {
  const { store, clock, newId, secrets, events } = live.parts;
  const { severity = 'medium', wait = true, timeout, onTimeout = 'fail', to } = rule;
  const subject: JsonObject = error === undefined ? { output } : { error: { code: error.code, message: error.message } };
  const content: InboxContent = {
    title: step.plan.name,
    message: secrets.masks.text(reason),
    fields: [{ name: 'answer', type: 'text', label: 'Answer', required: false }],
    subject,
  };
  const id = newId();
  const ms = wait && timeout !== undefined ? parseDuration(timeout) : undefined;
  const limit = ms === undefined ? {} : { until: clock.now() + ms };
  const open = (at: number): void => {
    const bound = { runKey: live.row.key, path: step.path, question: `${RULE}${attempt}:${onTimeout}` };
    const asked = { askedOf: to ?? null, severity, content, contentHash: hashOf(content) };
    store.inbox.insert({ id, kind: 'escalation', ...bound, ...asked, openedAt: at, dueAt: limit.until ?? null });
    publishEscalation(live, step, { severity, message: content.message, item: wait ? id : null, context: subject }, at);
  };
  if (wait) {
    await live.record({ type: 'step.waiting', path: step.path, item: id, ...limit }, (at) => {
      open(at);
      store.steps.settle(live.row.key, step.path, { status: 'waiting', at, attempts: attempt, reason: `for a person: ${content.message}` });
      store.attempts.settle(live.row.key, step.path, attempt, error === undefined ? 'succeeded' : 'failed', at, error);
    });
  } else {
    const failure: StepError = error ?? { code: 'ESCALATED', message: `${step.plan.name} needs help: ${content.message}`, kind: 'fatal' };
    await recordError(live, step, attempt, failure, false, (at) => {
      open(at);
      // Told, and on record: nobody waits for an answer.
      store.inbox.withdraw(live.row.key, step.path, at);
    });
  }
  events.tell();
}

const RULE = 'rule:';

export function isByRule({ question }: Pick<InboxRow, 'question'>): boolean {
  return question.startsWith(RULE);
}

/** What the model gave, with the answer that came to it. */
export function escalatedOutcome({ content }: InboxRow, { by, fields, comment }: InboxAnswer): Success {
  const text = typeof fields['answer'] === 'string' ? fields['answer'] : comment;
  const given = isJsonObject(content.subject) ? (content.subject['output'] ?? null) : null;
  const base = given === null ? { result: text, response: text ?? '', data: null } : isJsonObject(given) ? given : { result: given };
  const said = text === null ? '' : `: ${text}`;
  return {
    output: { ...base, escalated: true, answer: { by, text } },
    reason: `answered ${by === null ? 'by nobody' : `by ${by}`}${said}`,
  };
}

/** Nobody has answered in time. */
export function ruleExpired(live: LiveRun, step: StepState, item: InboxRow): Promise<void> {
  const attempt = Math.max(step.attempt, 1);
  const nobody: InboxAnswer = { decision: 'reject', by: null, fields: {}, comment: null };
  const expire = (at: number): void => live.parts.store.inbox.close(item, 'expired', nobody, at);
  if (item.question.endsWith(':continue')) return recordSuccess(live, step, attempt, { ...escalatedOutcome(item, nobody), beside: expire });
  const message = `Nobody has answered in time: ${item.content.message}`;
  return recordError(live, step, attempt, { code: 'ESCALATION_TIMEOUT', message, kind: 'fatal' }, true, expire);
}
