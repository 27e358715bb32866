import type { inboxAnswer } from '../../../shared/actions/inbox/inbox-answer.ts';
import type { ExecutorFor } from '../executor.ts';

export const inboxAnswerExecutor: ExecutorFor<typeof inboxAnswer> = {
  plan: ({ item, decision }) => `Would ${decision === 'approve' ? 'answer' : 'reject'} the escalation ${item}`,
  run: async ({ item, decision, answer }, { host }) => {
    await host.answerEscalation(item, { decision, fields: {}, comment: answer ?? null });
    return { item };
  },
  /** An item is answered once, and remembers by whom. */
  async probe({ item }, { host, runId }) {
    const found = host.inboxItem(item);
    if (found?.status === 'open') return { outcome: 'not_done', reason: 'it is still open' };
    if (found?.answer?.by === `run:${runId}`) return { outcome: 'done', output: { item }, reason: 'this run has answered it' };
    return { outcome: 'not_done', reason: 'this run has not answered it' };
  },
};
