import type { InboxAnswer } from '../../../shared/inbox/inbox-item.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { LiveRun } from '../live-run.ts';

/** Only escalations: what a person is to approve, no workflow approves. */
export async function answerEscalation(live: LiveRun, id: string, answer: Omit<InboxAnswer, 'by'>): Promise<void> {
  const item = live.parts.store.inbox.byId(id);
  if (item === undefined) {
    throw new ActionError('NOT_FOUND', `There is no inbox item ${JSON.stringify(id)}`, {
      hint: 'An escalation trigger gives it as trigger.item.',
    });
  }
  if (item.kind !== 'escalation') {
    throw new ActionError('NOT_ALLOWED', `The item ${id} is an approval: only a person can give it`, { hint: 'See it: pawl inbox' });
  }
  if (item.runKey === live.row.key) {
    throw new ActionError('NOT_ALLOWED', `The item ${id} was asked by this run itself, which cannot answer it`);
  }
  await live.host.answer(item, { ...answer, by: `run:${live.row.id}` });
}
