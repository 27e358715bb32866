import { createHash } from 'node:crypto';
import type { InboxContent } from '../../../shared/inbox/inbox-item.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';

export interface Escalation {
  readonly severity: string;
  readonly message: string;
}

/** The step asks a person whether to go on without what it waited for; it is made known as an event as well. */
export async function recordEscalation(live: LiveRun, step: StepState, { severity, message }: Escalation): Promise<void> {
  const { store, newId } = live.parts;
  const content: InboxContent = { title: step.plan.name, message, fields: [] };
  const id = newId();
  const question = `escalation:${step.attempt}`;
  await live.record({ type: 'step.waiting', path: step.path, item: id }, (at) => {
    store.inbox.insert({
      id,
      kind: 'escalation',
      runKey: live.row.key,
      path: step.path,
      question,
      askedOf: null,
      severity,
      content,
      contentHash: hashOf(content),
      openedAt: at,
      dueAt: null,
    });
    publishEscalation(live, step, { severity, message, item: id }, at);
    store.steps.settle(live.row.key, step.path, { status: 'waiting', at, attempts: 1, startedAt: at, reason: `for a person: ${message}` });
  });
  live.parts.events.tell();
}

/** To be called inside the write that the escalation belongs to. */
export function publishEscalation(live: LiveRun, step: StepState, escalation: Escalation & { readonly item: string }, at: number): void {
  const { severity, message, item } = escalation;
  const data = {
    severity,
    reason: message,
    item,
    run: live.row.id,
    workflow: live.plan.document.name,
    step: step.plan.id,
    path: step.path,
  };
  live.parts.events.append({ id: live.parts.newId(), name: 'escalation', data, source: `run:${live.row.id}` }, at);
}

/** What an answer is bound to. */
export function hashOf(content: InboxContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
