import { createHash } from 'node:crypto';
import { ESCALATION_EVENT, type EscalationData } from '../../../shared/escalation/escalation-data.ts';
import type { Severity } from '../../../shared/escalation/severity.ts';
import type { InboxContent } from '../../../shared/inbox/inbox-item.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { LiveRun } from '../live-run.ts';
import type { StepState } from '../walk/walk-state.ts';

export interface Escalation {
  readonly severity: Severity;
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

interface Told extends Escalation {
  /** Null when nothing waits for an answer. */
  readonly item: string | null;
  readonly context?: Json;
}

/** To be called inside the write that the escalation belongs to. */
export function publishEscalation(live: LiveRun, step: StepState, { severity, message, item, context = null }: Told, at: number): void {
  const data: EscalationData = {
    severity,
    reason: message,
    context,
    item,
    agent: agentAt(step) ?? null,
    run: live.row.id,
    workflow: live.plan.document.name,
    step: step.plan.id,
    path: step.path,
  };
  const source = `run:${live.row.id}`;
  live.parts.events.append({ id: live.parts.newId(), name: ESCALATION_EVENT, data: { ...data }, source }, at);
}

/** The agent whose step it is, or that has called for it. */
export function agentAt(step: StepState): string | undefined {
  for (let at: StepState | undefined = step; at !== undefined; at = at.scope.owner) if ('agent' in at.plan.step) return at.plan.step.agent;
  return undefined;
}

/** What an answer is bound to. */
export function hashOf(content: InboxContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
