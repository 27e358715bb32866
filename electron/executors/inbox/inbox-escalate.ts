import type { inboxEscalate } from '../../../shared/actions/inbox/inbox-escalate.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import type { ExecutorFor } from '../executor.ts';

export const inboxEscalateExecutor: ExecutorFor<typeof inboxEscalate> = {
  plan: ({ reason, wait }) => `Would escalate${wait ? ' and wait for the answer' : ''}: ${reason}`,
  run: async ({ reason, severity, context: subject, to, wait }, { host }) => {
    if (!wait) {
      host.tellEscalation({ severity, message: reason, context: subject });
      return { answered: false, answer: null, by: null };
    }
    const content = {
      title: 'Help is needed',
      message: reason,
      fields: [{ name: 'answer', type: 'text', label: 'Answer', required: false }],
      ...(subject === null ? {} : { subject }),
    } as const;
    const { decision, by, fields, comment } = await host.ask({
      name: 'escalate',
      severity,
      content,
      ...(to === undefined ? {} : { askedOf: to }),
    });
    const answer = typeof fields['answer'] === 'string' ? fields['answer'] : comment;
    if (decision === 'approve') return { answered: true, answer, by };
    throw new ActionError('NOT_RESOLVED', `${by ?? 'Nobody'} does not help with it${answer === null ? '' : `: ${answer}`}`, {
      hint: 'Go on without help, or come to an end.',
    });
  },
};
