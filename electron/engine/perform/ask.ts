import type { Severity } from '../../../shared/escalation/severity.ts';
import type { InboxAnswer, InboxContent, InboxKind } from '../../../shared/inbox/inbox-item.ts';
import type { NewInboxItem } from '../../store/inbox-table.ts';
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
}

/**
 * Asks a person in the middle of a step's work. A question that was answered before a crash is not asked again; one that was open goes on
 * being open. Rejects with the signal's reason.
 */
export async function askPerson(live: LiveRun, step: StepState, signal: AbortSignal, asked: Question): Promise<InboxAnswer> {
  const { store, secrets } = live.parts;
  const question = { ...asked, content: secrets.masks.json(asked.content) };
  const name = asked.forAllAttempts === true ? asked.name : `${question.name}:${step.attempt}`;
  const known = store.inbox.asked(live.row.key, step.path, name);
  const answer = known === undefined ? undefined : (known.answer ?? live.answers.get(known.id));
  if (answer !== undefined) return answer;
  signal.throwIfAborted();
  const id = known?.id ?? live.parts.newId();
  const answered = Promise.withResolvers<InboxAnswer>();
  const stop = (): void => answered.reject(signal.reason);
  live.questions.set(id, answered.resolve);
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
          if (known === undefined) store.inbox.insert(newItem(live, step, question, { id, name, at }));
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
    live.questions.delete(id);
  }
}

function newItem(
  live: LiveRun,
  step: StepState,
  { kind, content, askedOf, severity }: Question,
  { id, name, at }: { readonly id: string; readonly name: string; readonly at: number },
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
    dueAt: null,
  };
}
