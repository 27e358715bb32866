import type { inboxEscalate } from '../../../shared/actions/inbox/inbox-escalate.ts';
import { ActionError } from '../../../shared/lib/action-error.ts';
import { parseDuration } from '../../../shared/lib/duration.ts';
import type { ExecutorFor } from '../executor.ts';

export const inboxEscalateExecutor: ExecutorFor<typeof inboxEscalate> = {
  plan: ({ reason, wait }) => `Would escalate${wait ? ' and wait for the answer' : ''}: ${reason}`,
  run: async ({ reason, severity, context: subject, to, wait, timeout, onTimeout }, { host }) => {
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
    const { decision, by, fields, comment, isExpired } = await host.ask({
      name: 'escalate',
      severity,
      content,
      ...(to === undefined ? {} : { askedOf: to }),
      ...(timeout === undefined ? {} : { timeoutMs: parseDuration(timeout) ?? 0 }),
    });
    if (isExpired) {
      if (onTimeout === 'continue') return { answered: false, answer: null, by: null };
      throw new ActionError('ESCALATION_TIMEOUT', `Nobody has answered in time: ${reason}`, {
        hint: 'Answer sooner, give it a longer timeout, or let it go on with onTimeout: continue.',
      });
    }
    const answer = typeof fields['answer'] === 'string' ? fields['answer'] : comment;
    if (decision === 'approve') return { answered: true, answer, by };
    throw new ActionError('NOT_RESOLVED', `${by ?? 'Nobody'} does not help with it${answer === null ? '' : `: ${answer}`}`, {
      hint: 'Go on without help, or come to an end.',
    });
  },
};
