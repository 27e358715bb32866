import type { Severity } from '../../../shared/escalation/severity.ts';
import type { InboxAnswer, InboxContent, InboxKind } from '../../../shared/inbox/inbox-item.ts';
import type { StepAnswer } from '../../executors/executor.ts';
import type { NewInboxItem } from '../../store/inbox-table.ts';
import { setAlarm } from '../alarm.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';
import { hashOf, publishEscalation } from './escalation.ts';

export interface Question {
  readonly kind: InboxKind;
  /** The same name is the same question, also after a crash; another attempt of the step asks anew. */
  readonly name: string;
  readonly content: InboxContent;
  /** Another attempt is the same question. */
  readonly forAllAttempts?: boolean;
  readonly askedOf?: string;
  readonly severity?: Severity;
  readonly timeoutMs?: number;
}

const nobody: InboxAnswer = { decision: 'reject', by: null, fields: {}, comment: null };

/**
 * Asks a person in the middle of a step's work. A question that was answered before a crash is not asked again; one that was open goes on
 * being open, and its time with it. Rejects with the signal's reason.
 */
export async function askPerson(live: LiveRun, step: StepState, signal: AbortSignal, asked: Question): Promise<StepAnswer> {
  const { store, secrets, clock } = live.parts;
  const question = { ...asked, content: secrets.masks.json(asked.content) };
  const name = asked.forAllAttempts === true ? asked.name : `${question.name}:${step.attempt}`;
  const known = store.inbox.asked(live.row.key, step.path, name);
  const answer = known === undefined ? undefined : (known.answer ?? live.answers.get(known.id));
  if (answer !== undefined) return { ...answer, isExpired: known?.status === 'expired' };
  signal.throwIfAborted();
  const id = known?.id ?? live.parts.newId();
  const answered = Promise.withResolvers<StepAnswer>();
  const stop = (): void => answered.reject(signal.reason);
  live.questions.set(id, (given) => answered.resolve({ ...given, isExpired: false }));
  const dueAt = known === undefined ? (asked.timeoutMs === undefined ? null : clock.now() + asked.timeoutMs) : known.dueAt;
  const takeBack =
    dueAt === null ? () => {} : setAlarm(clock, dueAt, () => void expire(live, step, id).then(answered.resolve, answered.reject));
  signal.addEventListener('abort', stop, { once: true });
  try {
    // After a crash the walk knows of a question that is still open.
    const isTold = known !== undefined && step.asking > 0;
    const recorded = isTold
      ? Promise.resolve()
      : live.record({ type: 'step.asked', path: step.path, item: id }, (at) => {
          // One that has not begun waits where it can be seen.
          if (step.status !== 'running')
            store.steps.settle(live.row.key, step.path, {
              status: 'waiting',
              at,
              reason: `for the approval of ${asked.askedOf ?? 'a person'}`,
            });
          if (known === undefined) store.inbox.insert(newItem(live, step, question, { id, name, at, dueAt }));
          if (known === undefined && question.kind === 'escalation') {
            const { severity = 'medium', content } = question;
            publishEscalation(live, step, { severity, message: content.message, item: id, context: content.subject ?? null }, at);
          }
        });
    await recorded;
    live.parts.events.tell();
    return await answered.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    takeBack();
    live.questions.delete(id);
  }
}

/** Never settles where an answer came at the same time: that one counts. */
async function expire(live: LiveRun, step: StepState, id: string): Promise<StepAnswer> {
  const item = live.parts.store.inbox.byId(id);
  if (item === undefined || !live.questions.delete(id)) return new Promise(() => {});
  // Whoever answers from now on is too late.
  live.answers.set(id, nobody);
  const { decision, by } = nobody;
  await live.record({ type: 'step.answered', path: step.path, item: id, decision, by }, (at) =>
    live.parts.store.inbox.close(item, 'expired', nobody, at),
  );
  return { ...nobody, isExpired: true };
}

function newItem(
  live: LiveRun,
  step: StepState,
  { kind, content, askedOf, severity }: Question,
  { id, name, at, dueAt }: { readonly id: string; readonly name: string; readonly at: number; readonly dueAt: number | null },
): NewInboxItem {
  return {
    id,
    kind,
    runKey: live.row.key,
    path: step.path,
    question: name,
    askedOf: askedOf ?? null,
    severity: severity ?? null,
    content,
    contentHash: hashOf(content),
    openedAt: at,
    dueAt,
  };
}
